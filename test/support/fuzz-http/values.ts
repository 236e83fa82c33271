import fc from 'fast-check';
import type { Schema } from './description.ts';

type Values = fc.Arbitrary<unknown>;

const NUMBERS = 300;
/** How deep schemas that refer to themselves are followed. */
const DEEPEST = 12;
/** A port of this machine where nobody listens: no webhook of the fuzzer ever leaves the machine. */
const NOWHERE = 'http://127.0.0.1:1/hook';

const numbers = fc
  .nat(NUMBERS - 1)
  .map((n) =>
    n % 7 === 0 ? `06 39 98 00 ${String(n % 100).padStart(2, '0')}` : `+3363998${String(n).padStart(4, '0')}`,
  );
const texts = fc.constantFrom(
  'Montez au refuge',
  'EXERCICE : montez au refuge',
  'Crue : montez à l’étage, ne prenez pas la voiture.',
  '{source} : crue, secteur {place}. Montez {time}.',
  'AIDE',
  'fr',
  'Flood',
  'Ω€[]{}'.repeat(20),
);
/** Small, since ids are counted from 1. */
const ids = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 60 }));
const instants = fc
  .oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: -3, max: 30 }))
  .map((days) => new Date(Date.now() + days * 86_400_000).toISOString());
const durations = fc.constantFrom('PT10S', 'PT5M', 'PT30M', 'PT1H', 'PT24H', 'P2D', 'P7D');
const dates = instants.map((at) => at.slice(0, 10));

const byFormat: Readonly<Record<string, Values>> = {
  'date-time': instants,
  duration: durations,
  date: dates,
};

/** Fields whose texts mean something, by the name of the field. */
const byName: Readonly<Record<string, Values>> = {
  number: numbers,
  numbers,
  to: numbers,
  phone: numbers,
  phones: numbers,
  url: fc.constant(NOWHERE),
  language: fc.constantFrom('fr', 'fr', 'en'),
  defaultLanguage: fc.constant('fr'),
  timeZone: fc.constantFrom('Europe/Paris', 'UTC'),
  routes: fc.constant('carrier-a'),
  from: fc.constantFrom('PREFECTURE', '+33199000001', '38100'),
  name: fc.stringMatching(/^[A-Z][a-z]{2,9} [1-9]$/),
  word: fc.stringMatching(/^[A-Z]{4,9}$/),
  words: fc.stringMatching(/^[A-Z]{4,9}$/),
  welcome: fc.constant('Bienvenue. STOP pour ne plus recevoir.'),
  rule: fc.constantFrom(
    { eq: ['language', 'fr'] },
    { field: 'language', eq: 'fr' },
    { and: [{ list: 1 }, { not: { area: 1 } }] },
  ),
};

/** Makes values of schemas: fast-check chooses, this only says what each schema means. */
export class ValuesOf {
  readonly #components: Readonly<Record<string, Schema>>;
  readonly #made = new WeakMap<Schema, Map<string, Values>>();

  constructor(components: Readonly<Record<string, Schema>>) {
    this.#components = components;
  }

  /** A value that the schema allows, as far as JSON Schema says it. The same seed gives the same value. */
  sample(schema: Schema, name: string, seed: number): unknown {
    return fc.sample(this.#of(schema, name, 0), { seed, numRuns: 1 })[0];
  }

  #of(schema: Schema, name: string, depth: number): Values {
    const key = `${name} ${depth}`;
    const made = this.#made.get(schema) ?? new Map<string, Values>();
    this.#made.set(schema, made);
    const values = made.get(key) ?? this.#withExamples(schema, name, depth);
    made.set(key, values);
    return values;
  }

  #withExamples(schema: Schema, name: string, depth: number): Values {
    const { examples = [] } = schema;
    const plain = this.#plain(schema, name, depth);
    if (examples.length === 0 || name in byName) return plain;
    return fc.oneof({ weight: 1, arbitrary: plain }, { weight: 1, arbitrary: fc.constantFrom(...examples) });
  }

  #plain(schema: Schema, name: string, depth: number): Values {
    if (depth > DEEPEST) return fc.constant(null);
    if (schema.$ref !== undefined) {
      const component = this.#components[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
      return component === undefined ? fc.constant(null) : this.#of(component, name, depth + 1);
    }
    if ('const' in schema) return fc.constant(schema.const);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    const branches = schema.anyOf ?? schema.oneOf;
    if (branches !== undefined)
      return fc.oneof(...branches.map((branch) => this.#of(branch, name, depth + 1)));
    switch (schema.type) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, name, depth);
      case 'string':
        return textOf(schema, name);
      case 'integer':
      case 'number':
        return numberOf(schema);
      case 'boolean':
        return fc.boolean();
      case 'null':
        return fc.constant(null);
      default:
        return byName[name] ?? fc.jsonValue({ maxDepth: 2 });
    }
  }

  #object(
    { properties = {}, required = [], additionalProperties, propertyNames }: Schema,
    depth: number,
  ): Values {
    const fields = Object.entries(properties);
    // The text of an alert is either its own or that of a template, which the schema can't say.
    const isOwnText = 'content' in properties && 'template' in properties;
    const known = fc.record(
      Object.fromEntries(
        fields
          .filter(([key]) => !(isOwnText && key === 'template'))
          .map(([key, each]) => [key, this.#of(each, key, depth + 1)]),
      ),
      {
        requiredKeys: [...required, ...(isOwnText ? ['content'] : [])].filter((key) => key in properties),
      },
    );
    if (typeof additionalProperties !== 'object' || Object.keys(properties).length > 0) return known;
    const keys =
      propertyNames === undefined ? fc.constantFrom('place', 'name', 'fr') : textOf(propertyNames, 'key');
    return fc.dictionary(keys as fc.Arbitrary<string>, this.#of(additionalProperties, 'value', depth + 1), {
      maxKeys: 3,
      noNullPrototype: true,
    });
  }

  #array({ prefixItems, items, minItems = 0, maxItems = 4 }: Schema, name: string, depth: number): Values {
    if (prefixItems !== undefined)
      return fc.tuple(...prefixItems.map((each) => this.#of(each, name, depth + 1)));
    const one = typeof items === 'object' ? this.#of(items, name, depth + 1) : fc.jsonValue({ maxDepth: 1 });
    const few = (most: number): Values =>
      fc.array(one, { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, most)) });
    return fc.oneof(few(1), few(1), few(4));
  }
}

const textOf = ({ pattern, format, minLength = 0, maxLength = 60 }: Schema, name: string): Values => {
  const known =
    format === undefined
      ? pattern === undefined || /language/i.test(name)
        ? byName[name]
        : undefined
      : byFormat[format];
  if (known !== undefined) return known;
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern, 'u'), { size: 'small' });
  const most = Math.max(minLength, Math.min(maxLength, 60));
  const any = fc.string({
    minLength,
    maxLength: most,
    unit: fc.constantFrom('a', 'é', ' ', '1', '€', '’', 'Z', '👍'),
  });
  return fc.oneof(
    { weight: 3, arbitrary: texts.map((text) => text.slice(0, maxLength)) },
    { weight: 1, arbitrary: any },
  );
};

const numberOf = ({ type, minimum, maximum }: Schema): Values => {
  const min = Math.max(minimum ?? -1000, -1_000_000);
  const max = Math.min(maximum ?? 1000, 1_000_000);
  if (type === 'number') return fc.double({ min, max, noNaN: true });
  // Ids and limits alike: small ones first.
  if (min === 1)
    return fc.oneof(
      { weight: 5, arbitrary: ids.map((id) => Math.min(id, max)) },
      { weight: 1, arbitrary: fc.integer({ min, max }) },
    );
  return fc.integer({ min, max });
};
