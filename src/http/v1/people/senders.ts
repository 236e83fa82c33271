import { z } from 'zod';
import { html } from '../../../alerts/report/page/html.ts';
import { cardName, type Senders } from '../../../people/senders/senders.ts';
import { vcard, vcardVersions } from '../../../people/senders/vcard.ts';
import type { Access } from '../../server/access/access.ts';
import { problemResponses } from '../../server/answers.ts';
import type { App } from '../../server/app.ts';
import type { HttpServices } from '../../server/services.ts';

export const sendersView = z
  .strictObject({
    organisation: z.string().nullable().meta({ description: 'The setting of this name.' }),
    names: z.array(z.string()).meta({ description: 'Names that phones show in place of a number.' }),
    numbers: z
      .array(z.string())
      .meta({ description: 'Numbers in E.164, those of the SIMs in the modems included, and short codes.' }),
  })
  .meta({ id: 'Senders' });

/** The page loads and runs nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** A page to print and put up. */
const pageOf = (senders: Senders): string =>
  html`<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>${cardName(senders)}</title>
<style>
body { font: 20px/1.5 sans-serif; margin: 3em auto; max-width: 34em; }
li { font-size: 1.6em; font-weight: bold; }
</style>
</head>
<body>
<h1>${cardName(senders)}</h1>
<p>Nos alertes viennent de ces numéros et de ces noms. Enregistrez-les dans votre téléphone.</p>
<p lang="en">Our alerts come from these numbers and names. Save them in your phone.</p>
<ul>
${[...senders.numbers, ...senders.names].map((one) => html`<li>${one}</li>`)}
</ul>
</body>
</html>
`.text;

/** The route of the numbers and names from which messages come. */
export const senders = (app: App, access: Access, { senders: current }: HttpServices): void => {
  app.get(
    '/v1/senders',
    {
      onRequest: access.need('readPeople'),
      schema: {
        tags: ['People'],
        summary: 'Every number and name from which messages come',
        description:
          'vcf is one contact card with all numbers, for people to save; html is a page to print. The number of a SIM is ' +
          'known only while its modem is there, and if it is written on the SIM.',
        querystring: z.strictObject({
          format: z.enum(['json', 'vcf', 'html']).default('json'),
          version: z
            .enum(vcardVersions)
            .default('4.0')
            .meta({ description: 'Of vCard: 3.0 for older phones.' }),
        }),
        response: {
          200: {
            description: 'The senders.',
            content: {
              'application/json': { schema: sendersView },
              'text/vcard': { schema: z.string() },
              'text/html': { schema: z.string() },
            },
          },
          ...problemResponses('unauthenticated', 'forbidden', 'validation'),
        },
      },
    },
    async (request, reply) => {
      const found = current();
      const { format, version } = request.query;
      if (format === 'html')
        return reply
          .type('text/html; charset=utf-8')
          .header('content-security-policy', POLICY)
          .send(pageOf(found) as never);
      if (format === 'vcf')
        return reply
          .type('text/vcard; charset=utf-8')
          .header('content-disposition', 'attachment; filename="senders.vcf"')
          .send(vcard(found, version) as never);
      return reply.send({
        organisation: found.organisation ?? null,
        names: [...found.names],
        numbers: [...found.numbers],
      });
    },
  );
};
