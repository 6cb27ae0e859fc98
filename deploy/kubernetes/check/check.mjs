// Checks Kubernetes manifests without a cluster: node check.mjs FOLDER
//
//   values   kubernetes-models validates each object by the schemas of the Kubernetes API
//   names    those schemas let unknown fields pass, and a misspelt one would be ignored; so each object is written as a
//            TypeScript literal too, in which the compiler allows no field that its type does not have
//   wholes   selectors find their pods, ports have names, the pod has longer to stop than the node drains
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";
import ts from "typescript";
import { parseAllDocuments } from "yaml";

const require = createRequire(import.meta.url);
const folder = resolve(process.argv[2]);
const drainSeconds = 25; // The default of WsActors:Drain:Timeout.
const faults = [];

const objects = readdirSync(folder)
  .filter((file) => file.endsWith(".yaml") && file !== "kustomization.yaml")
  .flatMap((file) => documents(join(folder, file)).map((object) => ({ file, object })));
objects.forEach(checkValues);
checkNames();
checkWholes();
checkKustomization();

faults.forEach((fault) => console.error(`fault: ${fault}`));
console.log(`${objects.length} objects, ${faults.length} faults`);
process.exit(objects.length > 0 && faults.length === 0 ? 0 : 1);

function documents(path) {
  return parseAllDocuments(readFileSync(path, "utf8"), { strict: true, uniqueKeys: true }).map((document) => {
    document.errors.forEach((error) => faults.push(`${path}: ${error.message}`));
    return document.toJS();
  });
}

function checkValues({ file, object }) {
  try {
    new (require(modelOf(object))[object.kind])(object).validate();
  } catch (error) {
    faults.push(`${file}, ${object.kind}: ${error.message}`);
  }
}

function checkNames() {
  const path = join(import.meta.dirname, "manifests.generated.ts");
  writeFileSync(path, objects.map(({ object }, i) =>
    `import type { I${object.kind} as Type${i} } from ${JSON.stringify(modelOf(object))};\n` +
    `export const object${i}: Type${i} = ${JSON.stringify(object, null, 2)};\n`).join("\n"));
  try {
    const program = ts.createProgram([path], {
      strict: true, noEmit: true, skipLibCheck: true, types: [],
      target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler,
    });
    for (const diagnostic of ts.getPreEmitDiagnostics(program)) {
      faults.push(ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"));
    }
  } finally {
    rmSync(path);
  }
}

function checkWholes() {
  const pods = ofKind("Deployment").map((deployment) => deployment.spec.template);
  const selectors = [
    ...ofKind("Service").map((service) => [service, service.spec.selector]),
    ...ofKind("Deployment", "PodDisruptionBudget").map((object) => [object, object.spec.selector.matchLabels]),
  ];
  for (const [object, selector] of selectors) {
    const found = pods.some(({ metadata }) => Object.entries(selector).every(([key, value]) => metadata.labels[key] === value));
    expect(found, `${object.kind} ${object.metadata.name} selects no pod`);
  }

  const ports = new Set(pods.flatMap(({ spec }) => spec.containers.flatMap((container) => container.ports.map(({ name }) => name))));
  for (const service of ofKind("Service")) {
    service.spec.ports.forEach(({ targetPort }) => expect(ports.has(targetPort), `no pod has a port named ${targetPort}`));
  }
  for (const { spec } of pods) {
    expect(spec.terminationGracePeriodSeconds > drainSeconds, "a pod is killed inside its drain");
  }
}

function checkKustomization() {
  const [{ resources }] = documents(join(folder, "kustomization.yaml"));
  const files = [...new Set(objects.map(({ file }) => file))];
  expect(resources.toSorted().join() === files.toSorted().join(), `kustomization.yaml lists ${resources}, the folder has ${files}`);
}

function modelOf({ apiVersion, kind }) {
  return `kubernetes-models/${apiVersion}/${kind}`;
}

function ofKind(...kinds) {
  return objects.map(({ object }) => object).filter(({ kind }) => kinds.includes(kind));
}

function expect(isTrue, fault) {
  if (!isTrue) {
    faults.push(fault);
  }
}
