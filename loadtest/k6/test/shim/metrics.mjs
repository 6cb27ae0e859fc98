import { record } from './record.mjs';

function metric(kind) {
  return class {
    constructor(name) {
      this.name = name;
    }

    add(value) {
      record(this.name, kind, value);
    }
  };
}

export const Counter = metric('count');
export const Gauge = metric('value');
export const Rate = metric('rate');
export const Trend = metric('trend');
