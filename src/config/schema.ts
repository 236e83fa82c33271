import { z } from 'zod';
import { priorities } from '../domain/messages/priority.ts';
import { toSender } from '../domain/messages/sender.ts';
import { didYouMean } from '../kernel/nearest.ts';
import { isTimeZone, machineTimeZone } from '../kernel/time-zone.ts';
import { alertsConfig } from './alerts.ts';
import { capConfig } from './cap.ts';
import { duration } from './duration.ts';
import { inbound } from './inbound.ts';
import { intakeConfig } from './intake.ts';
import { observeConfig } from './observe.ts';
import { alarmsConfig } from './operation/alarms.ts';
import { optOutsConfig } from './opt-outs.ts';
import { priceFaults, pricesConfig } from './prices.ts';
import { retentionConfig } from './retention.ts';
import { earFaults } from './routes/ear.ts';
import { modemRoute } from './routes/modem-route.ts';
import { prefix } from './routes/prefix.ts';
import { smppRoute } from './routes/smpp-route.ts';
import { signOnConfig, signOnFaults } from './sign-on/sign-on.ts';
import { nodeConfig, nodeFaults } from './store/node.ts';
import { storeConfig } from './store/store-config.ts';
import { triggersConfig } from './triggers.ts';
import { webhooksConfig } from './webhooks.ts';

const http = z.strictObject({
  listen: z
    .string()
    .regex(/^(\[[0-9a-fA-F:]+\]|[^:\s]+):\d{1,5}$/, 'write host:port, such as 127.0.0.1:8080')
    .refine((text) => Number(/\d+$/.exec(text)?.[0]) <= 65_535, 'a port is at most 65535')
    .default('127.0.0.1:8080'),
  tls: z.strictObject({ cert: z.string(), key: z.string() }).optional(),
  /** Whom to tell of a weakness, in `/.well-known/security.txt` (RFC 9116); left out: there is no such file. */
  securityContact: z
    .string()
    .max(200)
    .regex(/^(mailto:|https:\/\/|tel:)[!-~]+$/, 'is a URI: mailto:…, https://… or tel:…')
    .optional(),
  /** Where browsers find the gateway behind a proxy; left out: where their requests say that they found it. */
  origin: z
    .string()
    .regex(
      /^https?:\/\/[a-z0-9.[\]:-]+$/,
      'write scheme and host in small letters, such as https://tocsin.example.org',
    )
    .optional(),
  /** How many HTTP connections may be open at once. The limit of open files may allow only fewer. */
  maxConnections: z.int().min(16).max(100_000).default(1000),
  /** For each IP address; left out: half of `maxConnections`. All clients behind a proxy have one address. */
  maxConnectionsPerAddress: z.int().min(1).max(100_000).optional(),
});

const sender = z.string().refine((text) => toSender(text) !== undefined, {
  message: "a sender is up to 11 letters, digits, spaces and _.&'+-, a short code, or a number in E.164",
});

const spillAfter = duration({ minMs: 0, maxMs: 7 * 86_400_000 });

const planRule = z.strictObject({
  when: z
    .strictObject({
      /** The recipient's number must begin with one of these. */
      prefix: z.array(prefix).min(1).optional(),
      priority: z.array(z.enum(priorities)).min(1).optional(),
    })
    .optional(),
  tiers: z.array(z.array(z.string()).min(1)).min(1),
  /** A message that would wait longer than this goes to the next tier. Left out: each priority has a default. */
  spillAfter: spillAfter.optional(),
});

export const configSchema = z
  .strictObject({
    http: http.prefault({}),
    /** Where people may sign in besides here; left out: only here. */
    signOn: signOnConfig.optional(),
    store: storeConfig.prefault({ sqlite: 'data/tocsin.db' }),
    /** The name of this gateway, if several share the database; left out: it is alone. */
    node: nodeConfig.optional(),
    /** The sender of messages that name none. */
    sender: sender.optional(),
    /** Senders by the beginning of the recipient's number, preferred to `sender`. The first that matches is used. */
    senders: z.array(z.strictObject({ prefix: z.array(prefix).min(1), sender })).default([]),
    /** The name under which people save our numbers. */
    organisation: z
      .string()
      .min(1)
      .max(40)
      .refine((text) => !/[\p{Cc}"]/u.test(text), 'has a control character or a quotation mark')
      .optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'a country is two capital letters (ISO 3166), such as FR')
      .optional(),
    /** If a submit got no answer in time, how long to wait for a late answer before `onUncertain` decides. */
    uncertainGrace: duration({ minMs: 0, maxMs: 3_600_000 }).prefault('5s'),
    routes: z.array(z.discriminatedUnion('type', [smppRoute, modemRoute])).default([]),
    /**
     * Where modems that are named by their IMEI are looked for, besides `/dev/serial/by-path`, `/dev/ttyUSB*` and
     * `/dev/ttyACM*`: ports, and directories of which every file is a port.
     */
    modemPorts: z.array(z.string().startsWith('/', 'a path begins with /')).max(100).default([]),
    /** The time zone of the place: texts (`{until}`) and reports give times in it. Left out: that of the machine. */
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'is no time zone that is known here, such as Europe/Paris')
      .default(machineTimeZone),
    /** What a part costs, by route. */
    prices: pricesConfig.default({}),
    /** Who decides about users. `twoPersonsForAdmin`: what gives a user more rights waits for another admin. */
    access: z.strictObject({ twoPersonsForAdmin: z.boolean().default(false) }).prefault({}),
    alarms: alarmsConfig.prefault({}),
    alerts: alertsConfig.prefault({}),
    cap: capConfig.prefault({}),
    triggers: triggersConfig.prefault({}),
    plan: z.array(planRule).min(1).optional(),
    intake: intakeConfig.prefault({}),
    inbound: inbound.prefault({}),
    optOuts: optOutsConfig.prefault({}),
    webhooks: webhooksConfig.prefault({}),
    retention: retentionConfig.prefault({}),
    /** The map that the console shows under areas: a file of GeoJSON (RFC 7946). */
    map: z.strictObject({ file: z.string().min(1) }).optional(),
    observe: observeConfig.prefault({}),
  })
  .superRefine((config, context) => {
    const ids = new Set<string>();
    for (const [index, route] of config.routes.entries()) {
      if (ids.has(route.id)) {
        context.addIssue({
          code: 'custom',
          path: ['routes', index, 'id'],
          message: `a second route is called "${route.id}"`,
        });
      }
      ids.add(route.id);
    }
    for (const { path, message } of [
      ...nodeFaults(config),
      ...earFaults(config.routes),
      ...priceFaults(config),
      ...signOnFaults(config),
    ])
      context.addIssue({ code: 'custom', path: [...path], message });
    for (const [ruleIndex, rule] of (config.plan ?? []).entries()) {
      const inRule = new Set<string>();
      for (const [tierIndex, tier] of rule.tiers.entries()) {
        for (const [index, id] of tier.entries()) {
          const path = ['plan', ruleIndex, 'tiers', tierIndex, index];
          if (!ids.has(id))
            context.addIssue({
              code: 'custom',
              path,
              message: `no route is called "${id}"${didYouMean(id, [...ids])}`,
            });
          if (inRule.has(id)) context.addIssue({ code: 'custom', path, message: 'is in this rule twice' });
          inRule.add(id);
        }
      }
    }
  });

export type Config = z.output<typeof configSchema>;
export type PlanRule = z.output<typeof planRule>;
export type RouteConfig = Config['routes'][number];
