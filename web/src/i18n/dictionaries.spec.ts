import { describe, expect, it } from 'vitest';

import { en } from './en';
import { zh } from './zh';

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === 'string') found.set(here.replace(/_(one|other)$/, ''), value);
    else leaves(value, here).forEach((text, name) => found.set(name, text));
  }
  return found;
}

const placeholders = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1] ?? '').sort();

describe('the two dictionaries', () => {
  const chinese = leaves(zh);
  const english = leaves(en);

  it('have the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('have no empty text', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('');
  });

  it('fill the same blanks', () => {
    for (const [key, text] of chinese) expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
  });

  it('keep Chinese out of the English texts', () => {
    for (const [key, text] of english) expect(/[\u4e00-\u9fff]/.test(text), key).toBe(false);
  });

  it('keep engine words away from clerks', () => {
    const workshop = /^(processes|incidents|case\.(technical|instance))/;
    for (const [key, text] of chinese) if (!workshop.test(key)) expect(/实例|令牌|关联键/.test(text), key).toBe(false);
  });
});
