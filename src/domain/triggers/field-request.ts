import type { Msisdn } from '../messages/msisdn.ts';

/** The requests for alerts that came by SMS. */
export interface FieldRequestRepository {
  /** The request of this SMS, which may be handled again after a crash. */
  requestBy(reference: string): Promise<{ readonly alert: number | undefined } | undefined>;
  /** Number of requests of this phone after `sinceMs`. */
  requestsSince(phone: Msisdn, sinceMs: number): Promise<number>;
  /** @param alert that was made; undefined: none, but the request counts */
  keepRequest(reference: string, phone: Msisdn, alert: number | undefined, nowMs: number): Promise<void>;
}
