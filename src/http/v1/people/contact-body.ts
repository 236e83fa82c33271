import { z } from 'zod';
import type { Contact, ContactData } from '../../../domain/people/contact.ts';
import { label } from '../../resource/fields.ts';
import { msisdn } from '../../resource/numbers.ts';
import { iso } from '../messages/message-view.ts';
import { attributeName, language, postalCode, scalar } from './scalar.ts';

const MAX_ATTRIBUTES = 50;

const attributes = z
  .record(attributeName, scalar)
  .refine((all) => Object.keys(all).length <= MAX_ATTRIBUTES, `has more than ${MAX_ATTRIBUTES} entries`)
  .meta({
    description:
      'Your own fields, by name: texts, numbers, true or false. Templates use them as {attributes.building}.',
    examples: [{ building: 'B', floor: 3 }],
  });

const position = z
  .strictObject({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({
    description: 'Latitude and longitude in degrees, WGS 84.',
    examples: [{ lat: 48.65, lon: -2.01 }],
  });

export const contactBody = z.strictObject({
  number: msisdn,
  name: label(200).optional(),
  language: language.optional(),
  attributes: attributes.optional(),
  position: position.optional(),
  postalCode: postalCode.optional(),
  source: label(200).optional().meta({ description: 'Where the contact came from. Left out: api.' }),
});

export const contactView = z
  .strictObject({
    id: z.int(),
    number: z.string().meta({ examples: ['+33639980001'] }),
    name: z.string().nullable(),
    language: z.string().nullable(),
    attributes: z.record(z.string(), scalar),
    position: position.nullable(),
    postalCode: z.string().nullable(),
    source: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    version: z.int().meta({ description: 'Also the ETag.' }),
  })
  .meta({ id: 'Contact' });

export const contactOf = (body: z.output<typeof contactBody>): ContactData => ({
  number: body.number,
  name: body.name,
  language: body.language,
  attributes: body.attributes ?? {},
  position: body.position,
  postalCode: body.postalCode,
  source: body.source ?? 'api',
});

export const viewContact = (contact: Contact): z.output<typeof contactView> => ({
  id: contact.id,
  number: contact.number,
  name: contact.name ?? null,
  language: contact.language ?? null,
  attributes: { ...contact.attributes },
  position: contact.position ?? null,
  postalCode: contact.postalCode ?? null,
  source: contact.source,
  createdAt: iso(contact.createdAt),
  updatedAt: iso(contact.updatedAt),
  version: contact.version,
});
