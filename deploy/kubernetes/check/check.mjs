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
  const pods = ofKind("Deployment", "StatefulSet").map((owner) => owner.spec.template);
  const selectors = [
    ...ofKind("Service").map((service) => [service, service.spec.selector]),
    ...ofKind("Deployment", "StatefulSet", "PodDisruptionBudget").map((object) => [object, object.spec.selector.matchLabels]),
    ...ofKind("NetworkPolicy").map((object) => [object, object.spec.podSelector.matchLabels]),
  ];
  for (const [object, selector] of selectors) {
    const found = pods.some(({ metadata }) => Object.entries(selector).every(([key, value]) => metadata.labels[key] === value));
    expect(found, `${object.kind} ${object.metadata.name} selects no pod`);
  }

  const ports = new Set(pods.flatMap(({ spec }) => spec.containers.flatMap((container) => container.ports.map(({ name }) => name))));
  for (const service of ofKind("Service")) {
    service.spec.ports.forEach(({ targetPort }) => expect(ports.has(targetPort), `no pod has a port named ${targetPort}`));
  }
  for (const { spec } of ofKind("NetworkPolicy")) {
    spec.ingress.flatMap((rule) => rule.ports).forEach(({ port }) => expect(ports.has(port), `no pod has a port named ${port}`));
  }
  for (const { spec } of pods) {
    expect(spec.terminationGracePeriodSeconds > drainSeconds, "a pod is killed inside its drain");
    checkVolumes(spec);
  }
  checkCluster();
}

function checkVolumes({ containers, volumes }) {
  const mounted = containers.flatMap((container) => container.volumeMounts);
  expect(mounted.map(({ name }) => name).toSorted().join() === volumes.map(({ name }) => name).toSorted().join(), "volumes and their mounts differ");
  for (const { name, value } of containers.flatMap((container) => container.env)) {
    const isFile = name.endsWith("Path") && value !== undefined;
    expect(!isFile || mounted.some(({ mountPath }) => value.startsWith(`${mountPath}/`)), `${name} is ${value}, which nothing is mounted at`);
  }
}

/** What only nodes that form a cluster have. */
function checkCluster() {
  for (const { metadata, spec } of ofKind("StatefulSet")) {
    const service = ofKind("Service").find((candidate) => candidate.metadata.name === spec.serviceName);
    expect(service?.spec.clusterIP === "None", `the service of ${metadata.name} has no name for each pod`);
    expect(service?.spec.publishNotReadyAddresses, `nodes of ${metadata.name} that are not ready do not find each other`);
    const settings = Object.fromEntries(spec.template.spec.containers[0].env.map(({ name, value }) => [name, value]));
    expect(settings.WsActors__Cluster__Discovery === spec.serviceName, `${metadata.name} looks for its nodes elsewhere`);
    expect(Number(settings.WsActors__Cluster__Replicas) <= spec.replicas, `${metadata.name} has fewer pods than replicas`);
  }
  for (const { spec } of ofKind("HorizontalPodAutoscaler")) {
    const { kind, name } = spec.scaleTargetRef;
    const target = ofKind(kind).find(({ metadata }) => metadata.name === name);
    expect(target !== undefined, `there is no ${kind} ${name} to scale`);
    expect(spec.minReplicas >= (target?.spec.replicas ?? 0), "the autoscaler removes nodes as soon as it starts");
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
