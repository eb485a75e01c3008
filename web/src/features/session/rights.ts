/** "May I?" for what the page offers. The server decides again; this only keeps useless doors out of sight. */
import type { User } from '../../api/types';

const OPERATORS = ['operator', 'administrator', 'supervisor'];
const APPLICANTS = ['administrator', 'operator', 'clerk'];

/** May this person resolve incidents? */
export function mayOperate(user: User): boolean {
  return user.roles.some((role) => OPERATORS.includes(role));
}

/** May this person publish process definitions? */
export function mayPublish(user: User): boolean {
  return user.roles.includes('administrator');
}

/** Does this person act for a firm, so that lists speak of "my" things? */
export function isFirm(user: User): boolean {
  return user.firms.length > 0;
}

/** May this person lodge an application: a firm for itself, an official for a firm that came in person? */
export function mayApply(user: User): boolean {
  return isFirm(user) || user.roles.some((role) => APPLICANTS.includes(role));
}
