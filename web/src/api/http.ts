/** One way to the gateway: JSON in and out, problem details as `Problem`, the CSRF token on writes. */

export interface FieldProblem {
  field: string;
  message: string;
}

interface ProblemBody {
  code?: string;
  title?: string;
  detail?: string;
  fix?: string | null;
  fields?: FieldProblem[];
  [member: string]: unknown;
}

/** An error answer (RFC 9457), or a request that never reached the server (`status` 0). */
export class Problem extends Error {
  readonly code: string;
  readonly detail: string;
  readonly fix: string | null;
  readonly fields: FieldProblem[];

  constructor(
    readonly status: number,
    body: ProblemBody,
  ) {
    super(body.title ?? body.code ?? `HTTP ${status}`);
    this.name = 'Problem';
    this.code = body.code ?? (status === 0 ? 'offline' : `http_${status}`);
    this.detail = body.detail ?? '';
    this.fix = body.fix ?? null;
    this.fields = Array.isArray(body.fields) ? body.fields : [];
  }
}

const BASE = '/api/v1';
let csrf = '';

/** Keep the token that the session answer brought; sent with every write. */
export function rememberCsrf(token: string): void {
  csrf = token;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

/** Build an address below the API's base, leaving out parameters that are empty. */
export function address(path: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return `${BASE}${path}${text ? `?${text}` : ''}`;
}

async function send(url: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { credentials: 'same-origin', ...init });
  } catch {
    throw new Problem(0, { code: 'offline' });
  }
  if (!response.ok) throw new Problem(response.status, await problemBody(response));
  return response;
}

async function problemBody(response: Response): Promise<ProblemBody> {
  try {
    const body = (await response.json()) as ProblemBody | null;
    return body ?? {};
  } catch {
    return {};
  }
}

/** Read JSON. */
export async function get<T>(path: string, query: Query = {}): Promise<T> {
  const response = await send(address(path, query), { headers: { Accept: 'application/json' } });
  return (await response.json()) as T;
}

/** Read text, for example a diagram. */
export async function getText(path: string): Promise<string> {
  return (await send(address(path), {})).text();
}

export interface WriteOptions {
  /** The version that the writer saw; another version answers 412 or 409. */
  version?: number;
  /** Repeating a write with the same key has one effect. */
  key?: string;
}

/** Write JSON; the idempotency key makes a repeated click harmless. */
export async function post<T>(path: string, body: unknown = {}, options: WriteOptions = {}): Promise<T> {
  return write<T>('POST', path, body, options);
}

/** End something, for example the session. */
export async function remove(path: string): Promise<void> {
  await write<unknown>('DELETE', path, undefined, {});
}

async function write<T>(method: string, path: string, body: unknown, options: WriteOptions): Promise<T> {
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Content-Type': 'application/json',
    'X-CSRF-Token': csrf,
    'Idempotency-Key': options.key ?? randomKey(),
  };
  if (options.version !== undefined) headers['If-Match'] = `"v${options.version}"`;
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = JSON.stringify(body);
  const response = await send(address(path), init);
  const text = await response.text();
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A fresh key; `crypto.randomUUID` is missing where the page is not served over TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Accept both a bare list and a page. */
export function listOf<T>(answer: T[] | { items: T[] }): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}
