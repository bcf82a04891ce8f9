import { gather, prearchiveOf } from './gathered.ts';
import { laboratory, portsWithout } from './laboratory.ts';
import { sampleCase } from './sample-case.ts';

// What sealing a case costs: processor time of gathering, the store in memory and the authority in the process. `node services/3-seal/test/cost.ts`
const lab = laboratory();
const cases = Array.from({ length: 300 }, (_, i) => sampleCase({ number: `COST-${String(i).padStart(8, '0')}` }));
const round = async (): Promise<number> => {
  const { vault } = await prearchiveOf(...cases);
  const ports = { ...portsWithout(lab), vault };
  const began = process.cpuUsage();
  await Promise.all(cases.map((each) => gather(ports, each)));
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000 / cases.length;
};
await round();
const rounds = [await round(), await round(), await round()];
console.log(`${Math.min(...rounds).toFixed(2)} ms of processor time a case`);
lab.clear();
