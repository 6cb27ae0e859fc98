import { Counter, Rate, Trend } from 'k6/metrics';

/** Publications that arrived at subscribers. */
export const deliveries = new Counter('wsactors_deliveries');

/** From the intended time of publication to the delivery, in milliseconds. */
export const latency = new Trend('wsactors_latency', true);

/** From the beginning of a connection to the last of its subscriptions, in milliseconds. */
export const subscribing = new Trend('wsactors_subscribing', true);

/** Connections that got everything, exactly once and in order. */
export const complete = new Rate('wsactors_complete');

/** What a connection must not see: errors, early ends, messages lost, repeated or out of order. */
export const faults = new Counter('wsactors_faults');

/** Every scenario must keep these. */
export const thresholds = {
  checks: ['rate==1'],
  wsactors_complete: ['rate==1'],
  wsactors_faults: ['count==0'],
};
