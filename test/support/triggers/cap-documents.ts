const CAP = 'urn:oasis:names:tc:emergency:cap:1.2';

/** A closed square polygon for tests. */
export const SQUARE = '43.50,1.30 43.50,1.50 43.70,1.50 43.70,1.30 43.50,1.30';

export interface InfoFields {
  readonly language?: string;
  readonly event?: string;
  readonly urgency?: string;
  readonly severity?: string;
  readonly effective?: string;
  readonly expires?: string;
  readonly senderName?: string;
  readonly headline?: string;
  readonly description?: string;
  readonly instruction?: string;
  readonly web?: string;
  /** XML that replaces the area. */
  readonly areas?: string;
}

const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${text}</${name}>`;

export const areaXml = (inside = `<polygon>${SQUARE}</polygon>`, areaDesc = 'Vallée du Test'): string =>
  `<area><areaDesc>${areaDesc}</areaDesc>${inside}</area>`;

/** An <info> element; the texts must be XML already. */
export const infoXml = (fields: InfoFields = {}): string =>
  [
    '<info>',
    element('language', fields.language ?? 'fr-FR'),
    '<category>Met</category>',
    element('event', fields.event ?? 'Crue'),
    element('urgency', fields.urgency ?? 'Immediate'),
    element('severity', fields.severity ?? 'Severe'),
    '<certainty>Likely</certainty>',
    element('effective', fields.effective),
    element('expires', fields.expires ?? '2026-01-01T06:00:00+01:00'),
    element('senderName', fields.senderName ?? 'Vigilance Test'),
    element('headline', fields.headline ?? 'Crue de la rivière Test'),
    element('description', fields.description),
    element('instruction', fields.instruction ?? 'Montez à l’étage.'),
    element('web', fields.web),
    fields.areas ?? areaXml(),
    '</info>',
  ].join('');

export interface AlertFields {
  readonly identifier?: string;
  readonly sender?: string;
  readonly sent?: string;
  readonly status?: string;
  readonly msgType?: string;
  readonly scope?: string;
  /** XML to put between <scope> and the infos. */
  readonly more?: string;
  readonly references?: string;
  /** XML that replaces the info. */
  readonly infos?: string;
}

export const capXml = (fields: AlertFields = {}): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<alert xmlns="${CAP}">`,
    element('identifier', fields.identifier ?? 'crue-1'),
    element('sender', fields.sender ?? 'vigilance@example.org'),
    element('sent', fields.sent ?? '2026-01-01T01:00:00+01:00'),
    element('status', fields.status ?? 'Actual'),
    element('msgType', fields.msgType ?? 'Alert'),
    element('scope', fields.scope ?? 'Public'),
    fields.more ?? '',
    element('references', fields.references),
    fields.infos ?? infoXml(),
    '</alert>',
  ].join('');

export const octets = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The reference to `capXml()` in a later message. */
const REFERENCE = 'vigilance@example.org,crue-1,2026-01-01T01:00:00+01:00';

/** A later message that refers to `capXml()`. */
export const later = (fields: Parameters<typeof capXml>[0]) =>
  capXml({ identifier: 'crue-2', sent: '2026-01-01T01:10:00+01:00', references: REFERENCE, ...fields });
