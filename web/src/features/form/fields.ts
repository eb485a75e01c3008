/** Reading form-js schemas: which components hold a value, how they are named, what they hold at first. */
import type { Facts, FormComponent, FormSchema } from '../../api/types';
import { currentLanguage } from '../../i18n';

const GROUPS = ['group', 'columns', 'default'];
const CHOICES = ['radio', 'select'];

/** All components that hold a value, groups opened. */
export function inputs(schema: FormSchema | null | undefined): FormComponent[] {
  const open = (component: FormComponent): FormComponent[] => {
    if (GROUPS.includes(component.type)) return (component.components ?? []).flatMap(open);
    return component.key ? [component] : [];
  };
  return (schema?.components ?? []).flatMap(open);
}

/** A component's label in the page's language. */
export function labelOf(component: FormComponent): string {
  const english = component.properties?.['label_en'];
  return (currentLanguage() === 'en' && typeof english === 'string' ? english : component.label) ?? component.key ?? '';
}

/** Clause ids that a component cites. */
export function clausesOf(component: FormComponent): string[] {
  const ids = component.properties?.['clauses'];
  return Array.isArray(ids) ? ids.filter((id): id is string => typeof id === 'string') : [];
}

/** Is this number an amount of money, typed in yuan and kept in fen? */
export function isMoney(component: FormComponent): boolean {
  return component.type === 'number' && (component.properties?.['unit'] === 'fen' || (component.key ?? '').endsWith('_fen'));
}

/** Options of a choice: value and text in the page's language. Values may be booleans. */
export function optionsOf(component: FormComponent): { value: string | boolean | number; label: string }[] {
  return (component.values ?? []).map((option) => {
    const english = option.properties?.['label_en'];
    return { value: option.value, label: currentLanguage() === 'en' && typeof english === 'string' ? english : option.label };
  });
}

/** What the form shows first: the draft, else what is known already, else the schema's default. */
export function initialValues(schema: FormSchema | null | undefined, known: Facts, draft: Facts | null | undefined): Facts {
  const values: Facts = {};
  for (const component of inputs(schema)) {
    const key = component.key ?? '';
    const value = draft?.[key] ?? known[key] ?? component.defaultValue;
    if (value !== undefined && fits(component, value)) values[key] = value;
  }
  return values;
}

/** A known value that the component cannot show (for example a choice that it does not offer) is left out. */
function fits(component: FormComponent, value: unknown): boolean {
  if (!CHOICES.includes(component.type)) return true;
  return (component.values ?? []).some((option) => option.value === value);
}
