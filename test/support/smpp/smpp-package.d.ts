/** The server half of the npm package `smpp`, which only tests use: an SMPP stack that shares nothing with ours. */
declare module 'smpp' {
  import type { Server } from 'node:net';

  export interface ServerSession {
    on(event: string, listener: (pdu: ServerPdu) => void): void;
    send(pdu: ServerPdu): void;
    deliver_sm(fields: Readonly<Record<string, unknown>>, answered: (pdu: ServerPdu) => void): void;
    unbind(answered: (pdu: ServerPdu) => void): void;
    enquire_link(answered: (pdu: ServerPdu) => void): void;
    close(): void;
  }

  /** A PDU with its text decoded. */
  export interface ServerPdu {
    readonly command: string;
    readonly command_status: number;
    readonly data_coding: number;
    readonly destination_addr: string;
    readonly esm_class: number;
    readonly registered_delivery: number;
    readonly short_message: { readonly message: string | Buffer; readonly udh?: readonly Buffer[] };
    readonly message_payload?: { readonly message: string | Buffer; readonly udh?: readonly Buffer[] };
    readonly sar_total_segments?: number;
    readonly sar_segment_seqnum?: number;
    readonly source_addr: string;
    readonly source_addr_ton: number;
    readonly system_id: string;
    response(fields?: Readonly<Record<string, unknown>>): ServerPdu;
  }

  export function createServer(listener: (session: ServerSession) => void): Server;
}
