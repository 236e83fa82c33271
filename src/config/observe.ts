import { z } from 'zod';

const endpoint = z
  .url({ protocol: /^https?$/, error: 'write http://host:4318 or https://…' })
  .refine((text) => {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    return url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  }, 'has a user, a password, a query or a fragment: secrets go into headers');

/** Where else than in its log and metrics the gateway says what it does. */
export const observeConfig = z.strictObject({
  /** Traces for a collector of OpenTelemetry; left out: none, and the SDK is not loaded. */
  traces: z
    .strictObject({
      /** The base of OTLP over HTTP, without `/v1/traces`. */
      endpoint,
      /** The share of requests, messages and deliveries that are traced, 0 to 1. */
      sample: z.number().min(0).max(1).default(0.01),
      /** `service.name` of all spans. */
      service: z.string().min(1).max(64).default('tocsin'),
      /** Headers of the requests to the collector, such as its token. */
      headers: z.record(z.string().regex(/^[A-Za-z0-9-]{1,64}$/), z.string().max(4096)).default({}),
    })
    .optional(),
});
