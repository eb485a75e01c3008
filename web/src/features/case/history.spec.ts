import { afterEach, describe, expect, it } from 'vitest';

import type { HistoryStep } from '../../api/types';
import { setLanguage } from '../../i18n';
import { readable } from './history';

const at = '2026-11-23T10:00:00+08:00';
const passed = (element_id: string, name: string, what: 'entered' | 'completed' = 'completed') => ({ element_id, name, what, clauses: [] });
const step = (part: Partial<HistoryStep>): HistoryStep => ({ seq: 1, at, kind: 'reply', actor: 'system:service', elements: [], ...part });

describe('the history that a person reads', () => {
  afterEach(() => setLanguage('zh'));

  it('calls steps by their English names on the English page, and by their Chinese ones where there are none', async () => {
    await setLanguage('en');
    const elements = [{ ...passed('check', '核对附件'), name_en: 'Check the annexes' }, { ...passed('known', '适用？'), name_en: 'Applies?' }, passed('a', '制证')];
    expect(readable([step({ elements })]).map(({ title }) => title)).toEqual(['制证', expect.stringMatching(/^Check the annexes · /)]);
  });

  it('leaves out mere entries, branches and nameless elements', () => {
    const elements = [passed('check', '核对附件'), passed('known', '适用？'), passed('merge', 'merge'), passed('next', '确认资金', 'entered')];
    expect(readable([step({ elements })]).map(({ title }) => title)).toEqual(['核对附件 · 自动完成']);
  });

  it('names the person who finished a step, and nobody for the system', () => {
    const lines = readable([step({ kind: 'complete', actor: 'clerk', elements: [passed('check', '核对附件')] }), step({ seq: 2, elements: [passed('a', '制证')] })]);
    expect(lines.map(({ title, who }) => [title, who])).toEqual([
      ['制证 · 自动完成', null],
      ['核对附件 · 办结', 'clerk'],
    ]);
  });

  it("tells an operator's reason even where no element was passed", () => {
    expect(readable([step({ kind: 'retry', actor: 'operator', reason: '网络已恢复' })])).toMatchObject([{ title: '重试', reason: '网络已恢复', tone: 'trouble' }]);
  });

  it('marks the end', () => {
    const elements = [passed('issue', '制证'), passed('end', '许可办结')];
    expect(readable([step({ elements, outcome: 'end' })])[0]).toMatchObject({ title: '许可办结', tone: 'end' });
  });
});
