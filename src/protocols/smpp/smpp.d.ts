/** Types for the parts of the npm package `smpp` 0.5.1 that are used: the package brings none. */
declare module 'smpp' {
  export class PDU {
    /** @throws TypeError for a command that it does not know */
    constructor(command: string, options?: Readonly<Record<string, unknown>>);
    /**
     * Decodes a frame; false if the frame is shorter than its command_length. The lengths inside it are not checked.
     */
    static fromBuffer(frame: Buffer): PDU | false;
    readonly command: string;
    readonly command_id: number;
    readonly command_status: number;
    readonly sequence_number: number;
    readonly message_id: unknown;
    /** Mandatory and optional parameters by their name in the specification. */
    readonly [parameter: string]: unknown;
    toBuffer(): Buffer;
  }
}
