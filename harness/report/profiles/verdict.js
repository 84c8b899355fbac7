// What a profile says to do first: the same rule as the terminal's, harness/profile/profile_verdict.h.
//
// Go down from the function with the largest total, at each step into the callee that takes most, and stop at
// the first that is worth naming: own code that spends more in itself than in any one callee, or others' code
// that does not lead back to own code. Next come the largest such functions that are neither below nor above
// it, nor one another; and what a function that passes the time through spends in itself alone. Where a GPU
// worked, what it did is what is judged: the host's functions mostly wait for it.
const NOISE = 0.01; // of the caller: stacks that were unwound wrongly
const NEXT_MOST = 3;
const NEXT_LEAST = 0.01; // of all

// All that can be reached from `starts` over `links`, an array of arrays.
function reached(starts, links) {
  const found = new Set(starts);
  for (const each of found) for (const other of links[each]) found.add(other);
  return found;
}

function judged({ functions, edges }) {
  const callees = functions.map(() => []);
  const callers = functions.map(() => []);
  const heaviest = functions.map(() => ({ total: 0 }));
  for (const edge of edges) {
    const { caller, callee, total } = edge;
    if (caller === callee || total <= 0 || total < NOISE * functions[caller].total) continue;
    callees[caller].push(callee);
    callers[callee].push(caller);
    if (functions[callee].category !== 'unknown' && total > heaviest[caller].total) heaviest[caller] = edge;
  }
  const own = functions.filter((f) => f.category === 'own').map((f) => f.index);
  // Not what is own, but what calls it, at whatever depth.
  const leadsHome = reached(own.flatMap((index) => callers[index]), callers);
  const isWorthNaming = (f) => (f.category === 'own' ? f.self >= heaviest[f.index].total
    : f.category !== 'unknown' && !leadsHome.has(f.index));
  const isAskedFor = (f) => !callers[f.index].length
    || callers[f.index].some((caller) => functions[caller].category === 'own' || leadsHome.has(caller));
  return { callees, callers, heaviest, leadsHome, isWorthNaming, isAskedFor };
}

function goDown(functions, { heaviest, isWorthNaming }) {
  let f = functions.filter((each) => each.category !== 'unknown' && each.total > 0)
    .reduce((most, each) => (most && most.total >= each.total ? most : each), undefined);
  const seen = new Set();
  while (f && !isWorthNaming(f)) {
    seen.add(f.index);
    const { callee } = heaviest[f.index];
    if (callee === undefined || seen.has(callee)) break;
    f = functions[callee];
  }
  return f;
}

// A GPU's functions call nothing.
function onGpu({ functions, share }) {
  const [first, ...next] = functions.filter((f) => f.category === 'gpu').sort((a, b) => b.self - a.self)
    .map((f) => ({ f, share: share(f.self, 'gpu'), alone: false }));
  return { first, next: next.filter((each) => each.share >= NEXT_LEAST).slice(0, NEXT_MOST) };
}

// { first: { f, share }, next: [{ f, share, alone }] }, `alone` where it is itself that counts; nothing where no
// function is known.
export function verdict(profile) {
  const { functions, total } = profile;
  if (profile.gpu > 0) return onGpu(profile);
  const judge = judged(profile);
  const first = goDown(functions, judge);
  if (!first || !total) return undefined;
  const below = reached([first.index], judge.callees);
  const above = reached([first.index], judge.callers);
  const candidate = (f) => {
    if (below.has(f.index) || f.category === 'unknown') return { f, weight: 0 };
    if (!above.has(f.index) && judge.isWorthNaming(f))
      return { f, alone: false, weight: f.category === 'own' || judge.isAskedFor(f) ? f.total : 0 };
    return { f, alone: true, weight: f.category === 'own' || judge.leadsHome.has(f.index) ? f.self : 0 };
  };
  const next = [];
  while (next.length < NEXT_MOST) {
    const best = functions.map(candidate).reduce((most, each) => (each.weight > most.weight ? each : most), { weight: 0 });
    if (!best.weight || best.weight < NEXT_LEAST * total) break;
    next.push({ f: best.f, alone: best.alone, share: best.weight / total });
    below.add(best.f.index);
    if (best.alone) continue;
    reached([best.f.index], judge.callees).forEach((index) => below.add(index));
    reached([best.f.index], judge.callers).forEach((index) => above.add(index));
  }
  return { first: { f: first, share: first.total / total }, next };
}
