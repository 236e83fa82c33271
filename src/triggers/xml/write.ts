import { DOMImplementation, type Element, XMLSerializer } from '@xmldom/xmldom';
import { isXmlText } from './guard.ts';

/** An element to write: its name, and its text or child elements; undefined children are left out. */
export interface XmlNode {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content: string | readonly (XmlNode | undefined)[];
}

export const leaf = (name: string, text: string | number | undefined): XmlNode | undefined =>
  text === undefined ? undefined : { name, content: String(text) };

/** Writes a document in one namespace. Characters that XML doesn't allow are left out. */
export const writeXml = (namespace: string, root: XmlNode): string => {
  const document = new DOMImplementation().createDocument(namespace, root.name, null);
  const fill = (element: Element, node: XmlNode): void => {
    for (const [name, value] of Object.entries(node.attributes ?? {})) {
      element.setAttribute(name, writable(value));
    }
    if (typeof node.content === 'string') {
      element.appendChild(document.createTextNode(writable(node.content)));
      return;
    }
    for (const child of node.content) {
      if (child === undefined) continue;
      const made = document.createElementNS(namespace, child.name);
      fill(made, child);
      element.appendChild(made);
    }
  };
  if (document.documentElement !== null) fill(document.documentElement, root);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
};

const writable = (text: string): string => (isXmlText(text) ? text : [...text].filter(isXmlText).join(''));
