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

const OVERSEERS = ['supervisor', 'administrator'];
const HANDS_IN = ['general_contractor', 'subcontractor', 'contractor', 'labour_officer'];
const BANK = 'account_bank';

/** May this person fill in payroll sheets and hand out slips? */
export function mayFillSheets(user: User): boolean {
  return user.departments.some((department) => HANDS_IN.includes(department));
}

/** May this person have a payroll sheet with its accounts: who fills it in, or pays by it? */
export function maySeeSheets(user: User): boolean {
  return mayFillSheets(user) || user.departments.includes(BANK);
}

/** May this person fetch the files themselves: the bank alone? */
export function mayFetchBankFiles(user: User): boolean {
  return user.departments.includes(BANK);
}

/** May this person see which files went to and came from the bank? */
export function maySeeBankFiles(user: User): boolean {
  return mayFetchBankFiles(user) || (!isFirm(user) && user.roles.some((role) => OVERSEERS.includes(role)));
}

/** May this person keep the register and attendance of a project? */
export function mayKeepRegister(user: User): boolean {
  return user.departments.includes('labour_officer');
}

/** May this person have the warnings swept at once: it concerns every place? */
export function mayReviewWarnings(user: User): boolean {
  return user.jurisdiction === 'national' && mayOperate(user);
}
