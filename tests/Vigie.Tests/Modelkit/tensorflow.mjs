// node tensorflow.mjs MODULES GRAPH INPUT OUTPUTS: runs a graph model in TensorFlow.js (plain JavaScript, no native code) on raw
// float32 values and writes each output as raw float32 values, named like the output.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, graphFile, inputFile, outputFolder] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'index.js'));
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');

const floats = (bytes) => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const graph = JSON.parse(fs.readFileSync(graphFile));
const [manifest] = graph.weightsManifest;
const weights = Buffer.concat(manifest.paths.map((name) => fs.readFileSync(path.join(path.dirname(graphFile), name))));

await tf.setBackend('cpu');
const model = await loadGraphModel({
  load: async () => ({
    format: graph.format,
    signature: graph.signature,
    modelTopology: graph.modelTopology,
    weightSpecs: manifest.weights,
    weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length),
  }),
});
const input = tf.tensor(floats(fs.readFileSync(inputFile)), model.inputs[0].shape);
const names = model.outputs.map((output) => output.name.split(':')[0]);
const results = model.execute(input, names);
names.forEach((name, index) => {
  const values = results[index].dataSync();
  fs.writeFileSync(path.join(outputFolder, name), Buffer.from(values.buffer, values.byteOffset, values.byteLength));
});
