import type { Msisdn } from '../messages/msisdn.ts';

/** The requests for alerts that came by SMS. */
export interface FieldRequestRepository {
  /** The request of this SMS, which may be handled again after a crash. */
  requestBy(reference: string): Promise<{ readonly alert: number } | undefined>;
  /** Number of requests of this phone after `sinceMs`. */
  requestsSince(phone: Msisdn, sinceMs: number): Promise<number>;
  keepRequest(reference: string, phone: Msisdn, alert: number, nowMs: number): Promise<void>;
}
