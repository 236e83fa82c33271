import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Answered } from './client.ts';
import type { Description } from './description.ts';
import { pointerToAnswer } from './description.ts';
import type { Plan } from './requests.ts';

/** What a request may take, ms. */
const SLOW_MS = 2000;

const PROBLEM = '#/components/schemas/Problem';

/** Said by design: the network gave no answer, the gateway isn't ready, or too many passwords are being checked. */
const ALLOWED_5XX = /"urn:tocsin:problem:(?:ussd-failed|not-ready|sign-in-busy)"/;

/** Compares answers with the description of the API. */
export class Judge {
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    validateSchema: false,
    unicodeRegExp: true,
  });

  constructor(description: Description) {
    formats.default(this.#ajv);
    this.#ajv.addSchema(description, 'api');
  }

  /** Whether the answer took too long. */
  isSlow({ tookMs }: Answered): boolean {
    return tookMs > SLOW_MS;
  }

  /** What is wrong with the answer, each in words that are the same for the same fault. */
  faults({ operation, method }: Plan, { status, headers, body }: Answered): readonly string[] {
    const where = operation?.name ?? 'elsewhere';
    const type = headers['content-type']?.split(';', 1)[0] ?? '';
    const faults: string[] = [];
    if (status >= 500 && where !== 'get /readyz' && !ALLOWED_5XX.test(body))
      faults.push(`${where}: ${status}`);
    if (operation === undefined) {
      if (status >= 400 && method !== 'HEAD') faults.push(...this.#problem(where, status, type, body));
      return faults;
    }
    const types = operation.answers.get(status);
    if (types === undefined) {
      faults.push(`${where}: ${status} is not described`);
      if (status >= 400) faults.push(...this.#problem(where, status, type, body));
      return faults;
    }
    if (types.length === 0) {
      if (body !== '') faults.push(`${where}: ${status} has a body`);
    } else if (!types.includes(type))
      faults.push(`${where}: ${status} is ${type}, not ${types.join(' or ')}`);
    else if (type.endsWith('json') && method !== 'HEAD')
      faults.push(...this.#matches(where, status, body, pointerToAnswer(operation, status, type)));
    return faults;
  }

  #problem(where: string, status: number, type: string, body: string): readonly string[] {
    if (type !== 'application/problem+json')
      return [`${where}: ${status} is ${type || 'nothing'}, no problem`];
    return this.#matches(where, status, body, PROBLEM);
  }

  #matches(where: string, status: number, body: string, pointer: string): readonly string[] {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      return [`${where}: ${status} is not JSON`];
    }
    const validate = this.#ajv.getSchema(`api${pointer}`);
    if (validate === undefined) return [`${where}: ${status} has no schema at ${pointer}`];
    if (validate(value) === true) {
      const isOdd = status >= 400 && (value as { status?: unknown }).status !== status;
      return isOdd ? [`${where}: ${status} has another status in its body`] : [];
    }
    const [{ instancePath = '', message = '', params = {} } = {}] = validate.errors ?? [];
    return [
      `${where}: ${status} ${instancePath.replace(/\/\d+/g, '/n')} ${message} ${JSON.stringify(params)}`,
    ];
  }
}
