import { frame } from './frame';
import { law } from './law';
import { permits } from './permits';
import { work } from './work';
import { workshop } from './workshop';

/** Chinese texts: the complete dictionary that the English one must match key by key. */
export const zh = { ...frame, ...work, ...workshop, ...law, ...permits };
