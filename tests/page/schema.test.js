// docs/results.schema.json says what real results files are, and nothing else.
import Ajv from 'ajv/dist/2020.js';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const schema = json(new URL('../../docs/results.schema.json', import.meta.url));
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
const accept = (what, name) => assert.ok(validate(what), `${name}: ${JSON.stringify(validate.errors, null, 1)}`);
const published = readdirSync(process.env.PUBLISHED).filter((name) => name.endsWith('.json'))
  .map((name) => [name, json(join(process.env.PUBLISHED, name))]).filter(([, results]) => results.schema === 2);

test('published files', () => {
  assert.ok(published.length > 0);
  for (const [name, results] of published) accept(results, name);
});

test('a run with a thread sweep, a program of the user and peers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema.'));
  const text = join(folder, 'text'), output = join(folder, 'run.json');
  writeFileSync(text, 'a 1bob and a 2ROB\n'.repeat(1000));
  try {
    execFileSync(process.env.HARNESS, ['--data', text, '--variant', 'mapped,openmp_simd,cold', '--threads', '1,2', '--rounds', '2',
      '--rung', "own=grep -aoi '[0-9][rb]ob' {data}", '--prints', 'lines', '--after', 'mapped', '--attacks', 'search', '--predict', '2x',
      '--peer-lines', "grep=grep -aoi '[0-9][rb]ob' {data}", '--peer', 'wrong=wc -c {data}', '--output', output], { stdio: 'ignore' });
  } catch (failure) {
    assert.equal(failure.status, 1); // the peer that counts something else
  }
  const results = json(output);
  rmSync(folder, { recursive: true });
  assert.equal(results.sweep.length, 2);
  assert.deepEqual(results.variants.find(({ name }) => name === 'own').program,
    { command: "grep -aoi '[0-9][rb]ob' {data}", prints: 'lines', prediction: 2 });
  assert.equal(results.ladder.find(({ name }) => name === 'own').user_prediction.value, 2);
  assert.deepEqual(results.peers.map(({ status }) => status), ['ok', 'failed']);
  accept(results, 'run.json');
});

test('a run with a lesson', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema.'));
  writeFileSync(join(folder, 'answers'), '20 20 20 40\n1 1 1 2\ncombined\nsearch\n3\nlower\n2 2 2\njit_caseless\n2 2\n1\n');
  execFileSync(process.env.HARNESS, ['lesson', '--file', join(folder, 'lesson.json'), '--answers', join(folder, 'answers'),
    '--replay', join(process.env.PUBLISHED, published[0][0])], { stdio: 'ignore' });
  const results = json(join(folder, 'lesson-replay.json'));
  rmSync(folder, { recursive: true });
  assert.equal(results.lesson.ideas.length, 10);
  accept(results, 'lesson-replay.json');
});

test('a run with patterns of its own', () => {
  const folder = mkdtempSync(join(tmpdir(), 'schema.'));
  const text = join(folder, 'text'), output = join(folder, 'run.json');
  writeFileSync(text, 'foo bar\nfoo\n'.repeat(1000));
  execFileSync(process.env.HARNESS, ['--data', text, '--variant', 'wasted,jit_aligned', '--rounds', '1',
    '--pattern', '^fo+', '--pattern', 'bar', '--count', 'lines', '--output', output], { stdio: 'ignore' });
  const results = json(output);
  rmSync(folder, { recursive: true });
  assert.deepEqual(results.patterns.matches, [2000, 1000, 2000]);
  assert.ok(results.matrix.length >= 3);
  assert.equal(results.variants[1].combines, true);
  accept(results, 'run.json');
});

test('two commands that were tried', () => {
  const output = join(mkdtempSync(join(tmpdir(), 'schema.')), 'try.json');
  execFileSync(process.env.HARNESS, ['try', '--before', 'seq 200000', '--after', 'seq 1 200000', '--runs', '1', '--save', output],
    { stdio: 'ignore' });
  const results = json(output);
  rmSync(dirname(output), { recursive: true });
  assert.equal(results.try.before.command, 'seq 200000');
  accept(results, 'try.json');
});

test('a field that is missing, wrong or unknown', () => {
  const [, whole] = published[0];
  for (const field of schema.required) {
    const { [field]: removed, ...rest } = whole;
    assert.ok(!validate(rest), `${field} is missing`);
    assert.ok(!validate({ ...rest, [field]: removed === true ? 1 : true }) || typeof removed === 'boolean', `${field} is wrong`);
  }
  assert.ok(!validate({ ...whole, more: 1 }));
  const damaged = structuredClone(whole);
  damaged.variants[0].samples[0].search_ns = 1;
  assert.ok(!validate(damaged));
});
