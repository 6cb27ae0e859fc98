/** Every value of every metric of this user, in the order of their coming. */
export const recorded = {};

export function record(name, kind, value) {
  recorded[name] ??= { kind, values: [] };
  recorded[name].values.push(Number(value));
  return Number(value);
}
