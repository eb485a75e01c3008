/**
 * Which fields of a form are shown. A condition is written in the engine's expression language; forms use comparisons of fields with
 * values, joined by `and` and `or`. It reads the fields above it: what is not filled in or hidden is null there, a box that is not ticked
 * is false. The server decides alike and over the same examples (`conditions.json`).
 */
import jsep, { type BinaryExpression, type Expression, type Identifier, type Literal } from 'jsep';

import type { Facts, FormComponent, FormSchema } from '../../api/types';
import { inputs } from './fields';

jsep.addBinaryOp('or', 1);
jsep.addBinaryOp('and', 2);

/** A condition that the page cannot compute; its field is shown, and the server has the last word. */
class Unworkable extends Error {}

/** The components that are shown with these values, hidden ones left out, groups with what is shown inside. */
export function shown(schema: FormSchema | null | undefined, values: Facts): FormComponent[] {
  const seen: Facts = {};
  for (const { key, type } of inputs(schema)) if (key) seen[key] = type === 'checkbox' ? values[key] === true : (values[key] ?? null);
  const prune = (list: FormComponent[]): FormComponent[] =>
    list.flatMap((component) => {
      if (holds(component.conditional?.hide, seen)) {
        for (const { key } of inputs({ components: [component] })) if (key) seen[key] = null;
        return [];
      }
      return [component.components ? { ...component, components: prune(component.components) } : component];
    });
  return prune(schema?.components ?? []);
}

/** Does a condition hold? One that is missing, or that cannot be computed over the values, does not. */
export function holds(condition: string | undefined, values: Facts): boolean {
  if (!condition) return false;
  try {
    return truth(compute(jsep(condition.replace(/^=/, '')), values));
  } catch {
    return false;
  }
}

function compute(node: Expression, values: Facts): unknown {
  if (node.type === 'Literal') return (node as Literal).value;
  if (node.type === 'Identifier') {
    const { name } = node as Identifier;
    if (!(name in values)) throw new Unworkable(name);
    return values[name];
  }
  if (node.type !== 'BinaryExpression') throw new Unworkable(node.type);
  const { operator, left, right } = node as BinaryExpression;
  if (operator === 'and') return truth(compute(left, values)) && truth(compute(right, values));
  if (operator === 'or') return truth(compute(left, values)) || truth(compute(right, values));
  return compare(operator, operand(left, values), operand(right, values));
}

/** Comparisons are not chained: `a < b < c` means something else in every language. */
function operand(node: Expression, values: Facts): unknown {
  if (node.type === 'BinaryExpression') throw new Unworkable('chained');
  return compute(node, values);
}

function compare(operator: string, left: unknown, right: unknown): boolean {
  if (operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  const numbers = typeof left === 'number' && typeof right === 'number';
  if (!numbers && !(typeof left === 'string' && typeof right === 'string')) throw new Unworkable('cannot be ordered');
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      throw new Unworkable(operator);
  }
}

/** The expression language counts an empty list as false, too. */
function truth(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}
