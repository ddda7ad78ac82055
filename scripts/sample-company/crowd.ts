// Everybody in the sample company who is nobody in particular: drawn from lists by a seeded generator.
import { departments, headOf, managerOfHead, type PlaceName, places, type Row, type SampleDepartment } from './shape.ts';

const given: Readonly<Record<string, readonly string[]>> = {
  GB: [
    'Amelia',
    'Callum',
    'Ffion',
    'Gareth',
    'Imogen',
    'Jasper',
    'Nadia',
    'Oluwaseun',
    'Priya',
    'Rhys',
    'Saoirse',
    'Tamsin',
    'Winston',
    'Yusuf',
  ],
  DE: [
    'Anke',
    'Björn',
    'Çağla',
    'Dieter',
    'Elif',
    'Friederike',
    'Götz',
    'Hannelore',
    'Jörg',
    'Käthe',
    'Lukas',
    'Mareike',
    'Sören',
    'Ulrike',
  ],
  US: [
    'Alonzo',
    'Brianna',
    'Carlos',
    'Dolores',
    'Ezekiel',
    'Faith',
    'Guadalupe',
    'Hank',
    'Ines',
    'Jerome',
    'Keiko',
    'Lamar',
    'Marisol',
    'Noelle',
  ],
};

const family: Readonly<Record<string, readonly string[]>> = {
  GB: [
    'Ashdown',
    'Bramley',
    'Crowther',
    'Dunmore',
    'Ellwood',
    'Fairclough',
    'Gosling',
    'Hathersage',
    'Iqbal',
    "O'Dowd",
    'Patel',
    'Quigley',
    'Tregenza',
  ],
  DE: [
    'Ackermann',
    'Böttcher',
    'Drechsler',
    'Fürst',
    'Größer',
    'Hübner',
    'Jäger',
    'Köhler',
    'Löwe',
    'Özdemir',
    'Pfeiffer',
    'Schäfer',
    'von der Aue',
  ],
  US: [
    'Abernathy',
    'Begay',
    'Castañeda',
    'Delacroix',
    'Esparza',
    'Fontenot',
    'Guthrie',
    'Holloway',
    'Ito',
    'Jefferson',
    'Kowalski',
    'Munroe',
    'Núñez',
  ],
};

const placeNames: readonly PlaceName[] = [
  'London',
  'London',
  'London',
  'Manchester',
  'Berlin',
  'Berlin',
  'München',
  'New York',
  'New York',
  'Portland',
];

/** Numbers from 0 up to 1, the same ones for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The crowd, heads of departments first in each department. The head of the first department has no manager. */
export function crowd(seed: number): readonly Row[] {
  const random = seededRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[Math.floor(random() * items.length)];
    if (item === undefined) throw new RangeError('nothing to pick from');
    return item;
  };
  const names = new Set<string>();
  let made = 0;

  function newName(country: string): readonly [first: string, last: string] {
    const name = [pick(given[country] ?? []), pick(family[country] ?? [])] as const;
    const local = localPart(...name);
    if (names.has(local)) return newName(country);
    names.add(local);
    return name;
  }

  function member(department: SampleDepartment, index: number, lead: string): Row {
    made += 1;
    const id = `W${1_000 + made}`;
    const place = pick(placeNames);
    const { country, streets, phonePrefix } = places[place];
    const [first, last] = newName(country);
    const [headTitle, ...titles] = department.titles;
    const contractor = index > 2 && random() < 0.06;
    const partTime = !contractor && random() < 0.08;
    return {
      id,
      number: String(100_000 + made),
      first,
      last,
      preferred: '',
      email: `${localPart(first, last)}@example.com`,
      homeEmail: random() < 0.7 ? `${localPart(first, last)}.${made}@example.net` : '',
      phone: random() < 0.8 ? `${phonePrefix}${100 + Math.floor(random() * 100)}` : '',
      street: `${1 + Math.floor(random() * 180)} ${pick(streets)}`,
      department: department.name,
      title: index === 0 ? headTitle : pick(titles),
      manager: index === 0 ? managerOfHead(department) : lead,
      place,
      type: contractor ? 'Contingent Worker' : partTime ? 'Part time' : 'Regular',
      status: 'Active',
      start: pastDate(random),
      end: '',
      costCenter: `CC-${department.id.slice(1)}00`,
    };
  }

  return departments.flatMap((department) => {
    let lead = '';
    return Array.from({ length: department.size }, (_, index) => {
      const row = member(department, index, lead);
      // Every eighth person leads the seven after them and reports to the head.
      if (index % 8 === 0) lead = row.id;
      return index > 0 && index % 8 === 0 ? { ...row, manager: headOf(department) } : row;
    });
  });
}

function pastDate(random: () => number): string {
  const year = 2014 + Math.floor(random() * 12);
  const month = 1 + Math.floor(random() * 12);
  const day = 1 + Math.floor(random() * 28);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** A name as the part of an e-mail address before the @. */
export function localPart(first: string, last: string): string {
  const plain = `${first}.${last}`.toLowerCase().replaceAll('ß', 'ss').replaceAll('ł', 'l').normalize('NFD');
  return plain.replace(/[^a-z.]/g, '');
}
