import { html, type Markup } from './html.ts';

/** A column: `n` is a number, right-aligned; `t` is never broken; `text` keeps its lines; `long` is broken anywhere. */
export interface Column {
  readonly head: string;
  readonly as?: 'n' | 't' | 'text' | 'long';
}

export type Cell = string | Markup | undefined;

/** A table whose head is repeated on each printed page. On a phone, rows of more than three columns become blocks. */
export const table = (columns: readonly Column[], rows: readonly (readonly Cell[])[]): Markup => {
  const head = html`<thead><tr>${columns.map(({ head: name, as }) =>
    as === 'n' ? html`<th class="n" scope="col">${name}</th>` : html`<th scope="col">${name}</th>`,
  )}</tr></thead>`;
  const body = rows.map(
    (row) =>
      html`<tr>${row.map((cell, index) => {
        const { head: label = '', as = '' } = columns[index] ?? {};
        return html`<td class="${as}" data-label="${label}">${cell}</td>`;
      })}</tr>`,
  );
  return html`<table class="${columns.length > 3 ? 'wide' : 'narrow'}">${
    columns.some(({ head: name }) => name !== '') ? head : ''
  }<tbody>${body}</tbody></table>`;
};

/** A section of the page with its title; nothing if it is not shown. */
export const section = (title: string, shown: boolean, ...body: readonly Markup[]): Markup =>
  shown ? html`<section><h2>${title}</h2>${body}</section>` : html``;

export const note = (text: string | undefined): Markup =>
  text === undefined ? html`` : html`<p class="note">${text}</p>`;
