import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { departmentsQuery } from '../api/queries';
import type { Task } from '../api/types';
import { textOr } from '../i18n';

/** Pick the text in the page's language; Chinese when the other is missing. */
export function usePick(): (zh: string | null | undefined, en: string | null | undefined) => string {
  const { i18n } = useTranslation();
  return (zh, en) => (i18n.language === 'en' ? en || zh : zh || en) || '';
}

/** The names of a work item in the page's language: what is to be done, and in which process. */
export function useTaskNames(): (task: Task) => { name: string; process: string } {
  const pick = usePick();
  return (task) => ({ name: pick(task.name, task.name_en), process: pick(task.process_name, task.process_name_en) });
}

/** A department's name in the page's language; its id when the directory does not know it. */
export function useDepartmentName(): (id: string | null | undefined) => string {
  const { data } = useQuery(departmentsQuery);
  const pick = usePick();
  return (id) => {
    if (!id) return '';
    const found = data?.find((department) => department.id === id);
    return found ? pick(found.name_zh, found.name_en) : id;
  };
}

/** A fact's name in words. */
export function factName(name: string): string {
  return textOr(`facts.${name}`, name);
}

/** A sentence in which facts are called by their keys, with their names in words. */
export function inWords(sentence: string): string {
  return sentence.replace(/\b[a-z]+(?:_[a-z]+)+\b/g, factName);
}

/** A place or other enumerated value in words. */
export function valueName(value: string): string {
  return textOr(`values.${value}`, value);
}
