// node hub.js mqtt://HOST:PORT FILE NAME: keeps what boxes say in SQLite, acknowledges it once it is durable, and confirms it to them.
import { rmSync } from 'node:fs';
import { decode, encode } from 'cborg';
import mqtt from 'mqtt';
import sqlite from 'node-sqlite3-wasm';

const [url, file, name] = process.argv.slice(2);
rmSync(`${file}.lock`, { recursive: true, force: true }); // this library's lock outlives a kill; one hub alone has the file
const db = new sqlite.Database(file);
db.exec(`PRAGMA synchronous = FULL; CREATE TABLE IF NOT EXISTS record (box TEXT, counter INTEGER, nonce INTEGER, sequence INTEGER, topic TEXT,
  payload BLOB, PRIMARY KEY (box, counter, nonce, sequence)) WITHOUT ROWID`);
const islands = `SELECT min(sequence) AS first, max(sequence) AS last FROM (SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS island
  FROM record WHERE box = ? AND counter = ? AND nonce = ?) GROUP BY island HAVING max(sequence) >= ? ORDER BY 1 LIMIT 32`;
const unnamed = new Map(); // by box and run, in order of arrival: the oldest sequence that no receipt has named yet
const client = mqtt.connect(url, { protocolVersion: 5, clientId: name, clean: false, properties: { sessionExpiryInterval: 30 * 86400, receiveMaximum: 100 } });
let time = 0;

function identity(payload) { // boot counter, boot nonce, sequence: key 1 of every record, or the JSON twin's names
  if (payload[0] !== 0x7b) return decode(payload, { useMaps: true }).get(1).slice(0, 3);
  const { boot, sequence } = JSON.parse(payload);
  return [Number(boot.split('-')[0]), parseInt(boot.split('-')[1], 16), sequence];
}

client.handleMessage = ({ topic, payload }, acknowledge) => { // an error of the disk ends the process: the broker sends again
  const [, , site, device, ...rest] = topic.split('/');
  let id = null;
  try {
    if (rest[0] === 'receipt') time = Math.max(time, decode(payload, { useMaps: true }).get(2));
    else if (!['journal', 'status', 'health', 'command', 'answer', 'revocation', 'result', 'home', 'onvif-ej'].includes(rest[0])) id = identity(payload);
  } catch (error) { console.error(`${topic}: ${error.message}`); }
  if (id) {
    db.run('INSERT OR IGNORE INTO record VALUES (?, ?, ?, ?, ?, ?)', [`${site}/${device}`, ...id, rest.join('/'), payload]);
    const run = JSON.stringify([`${site}/${device}`, id[0], id[1]]);
    unnamed.set(run, Math.min(unnamed.get(run) ?? id[2], id[2]));
  }
  acknowledge(); // not before SQLite has flushed
};

function confirm(box) { // at most 4 runs of 32 ranges: first what no receipt named yet, from the oldest on, for a box forgets in order
  const waiting = [...unnamed.keys()].filter((run) => JSON.parse(run)[0] === box).slice(0, 4);
  const latest = db.all('SELECT DISTINCT counter, nonce FROM record WHERE box = ? ORDER BY counter DESC LIMIT 4', [box]);
  const runs = [];
  for (const run of waiting.length ? waiting : latest.map((row) => JSON.stringify([box, row.counter, row.nonce]))) {
    const ranges = db.all(islands, [...JSON.parse(run), unnamed.get(run) ?? 0]).map((row) => [row.first, row.last]);
    if (ranges.length) runs.push([...JSON.parse(run).slice(1), ranges]);
    if (ranges.length === 32) { unnamed.set(run, ranges[31][1] + 1); break; } else unnamed.delete(run);
  }
  time = Math.max(Date.now(), time + 1); // a box passes over an earlier one
  const receipt = encode(new Map([[1, name], [2, time], [3, 7 * 86400], [4, runs.sort((a, b) => a[0] - b[0] || a[1] - b[1])]]));
  client.publish(`vigie/1/${box}/receipt`, Buffer.from(receipt), { qos: 1, retain: true });
}
client.on('connect', () => client.subscribe('vigie/1/+/+/#', { qos: 1 }, () => console.error('connected')));
setInterval(() => new Set([...unnamed.keys()].map((run) => JSON.parse(run)[0])).forEach(confirm), 1000);
setInterval(() => db.all('SELECT DISTINCT box FROM record').forEach((row) => confirm(row.box)), 20000); // by which a box knows what the broker lost
