/** Where another node of the gateway answers requests. */
export interface Place {
  /** The address of its API, such as `https://10.0.0.2:8443`; only scheme, host and port count. */
  readonly url: string;
  /** The secret key of that node, by which it trusts what this node says of the client. */
  readonly key: string;
  /**
   * Its certificate as PEM, the first one if there are several: no other is trusted, and the name of the host is not
   * checked. Undefined with `https:`: the usual authorities and the name of the host decide.
   */
  readonly certificate?: string | undefined;
}

/** Who answers a request: this node, another one, or nobody at present. */
export type Where = 'here' | 'nowhere' | Place;

/** What the HTTP server of a node knows of the other nodes. */
export interface HttpNodes {
  /** The name of this node: letters, digits, `-`, `_` and `.`. */
  readonly name: string;
  /** The key of this node, which the others send; not empty. */
  readonly key: string;
  /** Where the node is that leads. It is asked for each request, so it must not wait. */
  leader(): Where;
  /** Where the node is that alone has this route; undefined: every node has it, or none, and the leader answers. */
  ownerOf(route: string): Where | undefined;
}
