'use strict';
// Draws, asks the service what it reads, and shows how it learns. No library.
const byId = id => document.getElementById(id);
const pad = byId('pad'), ink = pad.getContext('2d', { willReadFrequently: true });
const side = 8, fine = 32; // as the digits were made: 32 × 32 dots, counted in squares of 4 × 4
let pen = null, cursor = { x: 140, y: 60 }; // by mouse; by keyboard

for (let digit = 0; digit < 10; digit++) {
  const row = document.createElement('li');
  row.innerHTML = `<span>${digit}</span><progress max="1" value="0" aria-label="Probability of ${digit}"></progress><span class="number">–</span>`;
  byId('probabilities').append(row);
}

function clearPad() {
  ink.fillStyle = '#fff';
  ink.fillRect(0, 0, pad.width, pad.height);
  byId('digit').textContent = '–';
  show(null);
}

function stroke(from, to) {
  ink.strokeStyle = '#111';
  ink.lineWidth = 24;
  ink.lineCap = ink.lineJoin = 'round';
  ink.beginPath();
  ink.moveTo(from.x, from.y);
  ink.lineTo(to.x + 0.01, to.y);
  ink.stroke();
}

function at(event) {
  const box = pad.getBoundingClientRect();
  return { x: (event.clientX - box.left) * pad.width / box.width, y: (event.clientY - box.top) * pad.height / box.height };
}

// By keyboard: a ring shows where the pen is.
function showPen() {
  byId('pen').style.left = `${100 * cursor.x / pad.width}%`;
  byId('pen').style.top = `${100 * cursor.y / pad.height}%`;
}

pad.addEventListener('pointerdown', event => { pad.setPointerCapture(event.pointerId); pen = at(event); stroke(pen, pen); ask(); });
pad.addEventListener('pointermove', event => { if (pen) { const next = at(event); stroke(pen, next); pen = next; ask(); } });
for (const end of ['pointerup', 'pointercancel']) pad.addEventListener(end, () => { pen = null; ask(); });
pad.addEventListener('keydown', event => {
  const move = { ArrowLeft: [-10, 0], ArrowRight: [10, 0], ArrowUp: [0, -10], ArrowDown: [0, 10] }[event.key];
  if (!move) return;
  event.preventDefault();
  const next = { x: Math.min(270, Math.max(10, cursor.x + move[0])), y: Math.min(270, Math.max(10, cursor.y + move[1])) };
  if (event.shiftKey) { stroke(cursor, next); ask(); }
  cursor = next;
  showPen();
});
byId('clear').addEventListener('click', () => { byId('example').value = ''; clearPad(); });

const examples = {
  0: [[[140, 40], [80, 90], [80, 190], [140, 240], [200, 190], [200, 90], [140, 40]]],
  1: [[[110, 90], [150, 40], [150, 240]]],
  3: [[[80, 60], [140, 40], [190, 80], [130, 130], [195, 180], [140, 240], [75, 215]]],
  7: [[[75, 45], [200, 45], [130, 240]], [[95, 140], [180, 140]]],
};
byId('example').addEventListener('change', event => {
  clearPad();
  for (const line of examples[event.target.value] ?? []) for (let i = 1; i < line.length; i++) stroke({ x: line[i - 1][0], y: line[i - 1][1] }, { x: line[i][0], y: line[i][1] });
  ask();
});

// The drawing as the network gets it: cut out, made 32 dots high, put in the middle, and counted.
function pixels() {
  const { data } = ink.getImageData(0, 0, pad.width, pad.height);
  const dark = (x, y) => data[4 * (y * pad.width + x)] < 128;
  let left = pad.width, right = -1, top = pad.height, bottom = -1;
  for (let y = 0; y < pad.height; y++) for (let x = 0; x < pad.width; x++) if (dark(x, y)) {
    left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
  }
  if (right < 0) return null;
  const size = Math.max(right - left, bottom - top) + 1, across = (left + right + 1) / 2, down = (top + bottom + 1) / 2;
  const counts = new Array(side * side).fill(0), dots = fine * 3; // three samples for each dot
  for (let y = 0; y < dots; y++) for (let x = 0; x < dots; x++) {
    const px = Math.floor(across + ((x + 0.5) / dots - 0.5) * size), py = Math.floor(down + ((y + 0.5) / dots - 0.5) * size);
    if (px >= 0 && py >= 0 && px < pad.width && py < pad.height && dark(px, py)) counts[Math.floor(y * side / dots) * side + Math.floor(x * side / dots)]++;
  }
  return counts.map(count => Math.round(count * side * side / dots / dots * 1000) / 1000);
}

let asking = false, again = false;
async function ask() {
  if (asking) { again = true; return; }
  const drawn = pixels();
  if (!drawn) return;
  asking = true;
  try {
    const response = await fetch('/predict', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ pixels: drawn }) });
    if (response.ok) show(await response.json(), drawn);
  } finally {
    asking = false;
    if (again) { again = false; ask(); }
  }
}

function show(answer, drawn) {
  if (answer) byId('digit').textContent = answer.digit ?? 'NaN';
  [...byId('probabilities').children].forEach((row, digit) => {
    const share = answer?.probabilities[digit] ?? 0;
    row.children[1].value = share;
    row.children[2].textContent = !answer ? '–' : answer.probabilities[digit] === null ? 'NaN' : `${(100 * share).toFixed(1)} %`;
  });
  paint(byId('seen'), drawn ?? new Array(side * side).fill(0), value => { const grey = 255 - 240 * value; return [grey, grey, grey]; });
  const most = Math.max(...(answer?.hidden ?? [0]).map(value => value ?? 0));
  [...byId('units').children].forEach((tile, unit) => tile.classList.toggle('active', most > 0 && (answer?.hidden[unit] ?? 0) > most / 3));
}

function paint(canvas, values, colour) {
  const context = canvas.getContext('2d'), image = context.createImageData(side, side);
  values.forEach((value, i) => image.data.set([...(value === null ? [128, 128, 128] : colour(value)), 255], 4 * i)); // null: not a number
  context.putImageData(image, 0, 0);
}

let fetching = false, changed = false;
async function showWeights() {
  if (fetching) { changed = true; return; }
  fetching = true;
  try {
    const response = await fetch('/weights');
    if (response.ok) paintWeights(await response.json());
  } finally {
    fetching = false;
    if (changed) { changed = false; showWeights(); }
  }
}

function paintWeights({ units }) {
  const largest = Math.max(1e-9, ...units.flat().map(value => Math.abs(value ?? 0)));
  while (byId('units').children.length < units.length) {
    const tile = document.createElement('canvas');
    tile.width = tile.height = side;
    byId('units').append(tile);
  }
  units.forEach((unit, i) => paint(byId('units').children[i], unit, value => {
    const strength = Math.sqrt(Math.abs(value) / largest), end = value < 0 ? [179, 69, 11] : [11, 79, 168];
    return end.map(to => 255 + (to - 255) * strength);
  }));
}

// 1, 2 or 5 times a power of ten: what two halves of an axis end at.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value / 2));
  return 2 * power * [1, 2, 5, 10].find(step => 2 * power * step >= value);
}

// Curves: epochs across, the value upwards.
function draw(svg, points, names, unit, top) {
  const finite = points.flatMap(point => names.map(name => point[name])).filter(value => value !== null && value !== undefined);
  const high = top ?? roundUp(Math.max(0.1, ...finite)), last = planned;
  const x = epoch => 56 + 270 * (epoch - 1) / (last - 1), y = value => 150 - 138 * Math.min(1, value / high);
  let text = '';
  for (const share of [0, 0.5, 1]) text += `<line class="grid" x1="56" x2="326" y1="${y(share * high)}" y2="${y(share * high)}"/><text x="50" y="${y(share * high) + 4}" text-anchor="end">${+(share * high).toPrecision(2)}</text>`;
  for (const epoch of [1, ...[0.25, 0.5, 0.75, 1].map(share => Math.round(share * last))]) text += `<text x="${Math.min(x(epoch), 328)}" y="167" text-anchor="middle">${epoch}</text>`;
  text += `<path class="axis" d="M56 12V150H326"/><text x="191" y="186" text-anchor="middle">epoch</text><text transform="translate(12 81) rotate(-90)" text-anchor="middle">${unit}</text>`;
  names.forEach((name, i) => {
    const line = points.filter(point => point[name] !== null && point[name] !== undefined).map(point => `${x(point.epoch).toFixed(1)} ${y(point[name]).toFixed(1)}`);
    if (line.length) text += `<path class="${i ? 'test' : 'training'}" d="M${line.join('L')}${line.length === 1 ? 'h2' : ''}"/>`;
  });
  svg.innerHTML = text;
}

let epochs = [], planned = 40;
function drawCurves() {
  draw(byId('loss'), epochs, ['loss', 'validationLoss'], 'loss');
  draw(byId('accuracy'), epochs, ['accuracy', 'validationAccuracy'], 'accuracy, 0 to 1', 1);
}

// What was found so far, in a word: on a telephone the findings are further down.
function found() {
  const codes = [...byId('findings').querySelectorAll('.finding')].map(card => card.dataset.code);
  return codes.length ? ` Found: ${codes.join(', ')}.` : '';
}

function running(is) {
  byId('train').disabled = is;
  byId('stop').disabled = !is;
}

function addFinding(finding) {
  const card = document.createElement('article'), code = document.createElement('span'), title = document.createElement('b'), advice = document.createElement('p');
  card.className = `finding ${finding.severity}`;
  card.dataset.code = finding.code;
  code.className = 'tag';
  code.textContent = `${finding.code}, ${finding.severity === 'Info' ? 'note' : finding.severity.toLowerCase()}, ${finding.step ? `step ${finding.step}` : 'before the first step'}`;
  title.textContent = finding.title;
  advice.textContent = finding.advice;
  card.append(code, title, advice);
  byId('findings').querySelector('.soft')?.remove();
  byId('findings').append(card);
}

const events = new EventSource('/events');
const on = (type, act) => events.addEventListener(type, event => act(JSON.parse(event.data)));
on('hello', () => { document.body.dataset.heard = 'yes'; });
on('start', start => {
  [epochs, planned] = [[], start.epochs];
  byId('findings').innerHTML = '<p class="soft">Nothing so far.</p>';
  byId('report').hidden = byId('report-file').hidden = true;
  byId('fault').value = start.fault;
  byId('progress').textContent = `Training. ${start.words}.`;
  running(true);
  drawCurves();
});
on('epoch', epoch => {
  epochs.push(epoch);
  drawCurves();
  if (epoch.epoch % 5 === 0) byId('progress').textContent = `Training: epoch ${epoch.epoch} of ${planned}.${found()}`;
  showWeights();
  ask();
});
on('finding', finding => {
  addFinding(finding);
  byId('progress').textContent = `Training.${found()}`;
});
on('end', end => {
  byId('progress').textContent = end.words + found();
  const nothing = byId('findings').querySelector('.soft');
  if (nothing) nothing.textContent = 'Nothing: no check found anything wrong.';
  byId('report').hidden = byId('report-file').hidden = false;
  running(false);
  showWeights();
  ask();
});

async function post(path, body) {
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
  if (!response.ok) byId('progress').textContent = (await response.json()).detail ?? `The service said ${response.status}.`;
}
byId('train').addEventListener('click', () => post('/train', { fault: byId('fault').value }));
byId('stop').addEventListener('click', () => post('/stop', {}));

clearPad();
showPen();
drawCurves();
showWeights();
