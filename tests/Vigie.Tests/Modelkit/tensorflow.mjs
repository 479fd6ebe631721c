// node tensorflow.mjs MODULES GRAPH INPUT OUTPUTS SHAPE NODE…: runs a graph model in TensorFlow.js (plain JavaScript, no native code) on
// raw float32 values of a shape (1x3x416x416) and writes what each node gives as raw float32 values, under the node's number. Where the
// shape is not the one that the graph declares, the sizes to which the graph resizes are scaled with it.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const [modules, graphFile, inputFile, outputFolder, wanted, ...nodes] = process.argv.slice(2);
const require = createRequire(path.join(modules, 'index.js'));
const tf = require('@tensorflow/tfjs-core');
require('@tensorflow/tfjs-backend-cpu');
const { loadGraphModel } = require('@tensorflow/tfjs-converter');

const floats = (bytes) => new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
const graph = JSON.parse(fs.readFileSync(graphFile));
const [manifest] = graph.weightsManifest;
const weights = Buffer.concat(manifest.paths.map((name) => fs.readFileSync(path.join(path.dirname(graphFile), name))));

const shape = wanted.split('x').map(Number);
const topology = graph.modelTopology.node;
const placeholder = topology.find((node) => node.op === 'Placeholder');
const extents = placeholder.attr.shape.shape.dim.map((axis) => Number(axis.size));
placeholder.attr.shape.shape.dim = shape.map((size) => ({ size: String(size) }));
const sizes = new Set(topology.filter((node) => node.op === 'ResizeBilinear').map((node) => node.input[1]));
const bytesOf = { float32: 4, float16: 2, int32: 4 };
let offset = 0;
for (const weight of manifest.weights) {
  const element = weight.quantization ? weight.quantization.dtype : weight.dtype;
  if (sizes.has(weight.name)) {
    const first = extents[1] === 3 ? 2 : 1;
    [0, 1].forEach((axis) => {
      const at = offset + 4 * axis;
      weights.writeInt32LE((weights.readInt32LE(at) * shape[first + axis]) / extents[first + axis], at);
    });
  }
  offset += weight.shape.reduce((product, extent) => product * extent, bytesOf[element]);
}

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
const input = tf.tensor(floats(fs.readFileSync(inputFile)), shape, model.inputs[0].dtype);
const results = [model.execute(input, nodes)].flat();
results.forEach((result, index) => {
  const values = Float32Array.from(result.dataSync());
  fs.writeFileSync(path.join(outputFolder, String(index)), Buffer.from(values.buffer, values.byteOffset, values.byteLength));
});
