import { frame } from './frame';
import { law } from './law';
import { money } from './money';
import { permits } from './permits';
import { warnings } from './warnings';
import { work } from './work';
import { workshop } from './workshop';

/** Chinese texts: the complete dictionary that the English one must match key by key. */
export const zh = { ...frame, ...work, ...workshop, ...law, ...permits, ...money, ...warnings };
