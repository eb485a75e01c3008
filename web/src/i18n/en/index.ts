import { frame } from './frame';
import { law } from './law';
import { money } from './money';
import { permits } from './permits';
import { warnings } from './warnings';
import { work } from './work';
import { workshop } from './workshop';

/** English texts, key by key as in the Chinese dictionary (plural forms may add `_one`). */
export const en = { ...frame, ...work, ...workshop, ...law, ...permits, ...money, ...warnings };
