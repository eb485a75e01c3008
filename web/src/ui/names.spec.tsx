import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it } from 'vitest';

import type { Task } from '../api/types';
import { setLanguage } from '../i18n';
import { usePick, useTaskNames } from './names';

const task = { name: '审查专户', name_en: 'Check the account', process_name: '开立专户', process_name_en: '' } as Task;

function Names(): ReactElement {
  const { name, process } = useTaskNames()(task);
  const pick = usePick();
  return <p>{[name, process, pick(null, 'only English'), pick('', null)].join('|')}</p>;
}

function shown(): string | null {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Names />
    </QueryClientProvider>,
  );
  return screen.getByRole('paragraph').textContent;
}

describe('names of work items', () => {
  afterEach(() => setLanguage('zh'));

  it('are Chinese on the Chinese page', () => expect(shown()).toBe('审查专户|开立专户|only English|'));

  it('are English on the English page, Chinese where a diagram has no English name', async () => {
    await setLanguage('en');
    expect(shown()).toBe('Check the account|开立专户|only English|');
  });
});
