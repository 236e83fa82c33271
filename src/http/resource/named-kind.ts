import type { z } from 'zod';
import type { Permission } from '../../access/permissions.ts';
import type { Audit, AuditActor } from '../../domain/operation/audit.ts';
import type { FieldError } from '../../intake/message-input.ts';
import type { NamedRepository } from '../../kernel/named.ts';

export interface NamedBody {
  readonly name: string;
}

/** What differs between the kinds of named resources: lists, segments, areas, keywords, drills and schedules. */
export interface NamedKind<Asked extends NamedBody, Definition> {
  /** The path, such as `/v1/lists`. */
  readonly path: string;
  /** The name of one resource, such as `list`. */
  readonly one: string;
  /** The permissions: `read` to list and get, `write` to create, replace and remove. */
  readonly need: { readonly read: Permission; readonly write: Permission };
  /** What POST does, for the description of the API; `description` says more. */
  readonly summary: string;
  readonly description?: string;
  /** The tag in the description of the API; left out: People. */
  readonly tag?: string;
  /** What a removal means besides, for the description of the API. */
  readonly removal?: string;
  readonly body: z.ZodType<Asked>;
  readonly view: z.ZodType<unknown>;
  readonly repository: NamedRepository<Definition>;
  /** @param before the definition that is replaced, at a PUT */
  readonly define: (asked: Asked, by: AuditActor, before?: Definition) => Definition;
  /**
   * Errors that a schema can not find, such as a scenario that does not exist; left out: none.
   * @param id that of the resource that is replaced, at a PUT
   */
  readonly check?: (asked: Asked, id?: number) => Promise<readonly FieldError[]>;
  /** What may be a mistake, for the answers to POST and PUT; left out: nothing is looked for. */
  readonly warn?: (asked: Asked) => Promise<readonly string[]>;
  readonly show: (definition: Definition, id: number) => object;
  readonly now: () => number;
  readonly audit: Audit;
}
