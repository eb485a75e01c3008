import { frame } from './frame';
import { law } from './law';
import { permits } from './permits';
import { work } from './work';
import { workshop } from './workshop';

/** English texts, key by key as in the Chinese dictionary (plural forms may add `_one`). */
export const en = { ...frame, ...work, ...workshop, ...law, ...permits };
