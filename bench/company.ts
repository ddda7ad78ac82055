// A company as JSON Lines: about 600 bytes a person, the same for the same number, written without holding it.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export const departmentCount = 40;

/** One employee as a line; `version` changes the title and the phone number, as promotions do. */
export function employeeLine(number: number, version = 0): string {
  const id = `E${String(number).padStart(8, '0')}`;
  return JSON.stringify({
    id,
    employeeNumber: `N${number}`,
    firstName: `Firstname${number % 4_001}`,
    lastName: `Lastname${number % 17_011}`,
    preferredName: null,
    workEmail: `person.${number}@example.com`,
    personalEmail: `someone.${number}@home.example`,
    phone: `+44 20 7946 ${String((number * 7 + version) % 10_000).padStart(4, '0')}`,
    homeAddress: {
      line1: `${number % 300} Long Example Street`,
      line2: null,
      city: 'London',
      region: 'England',
      postalCode: 'N1 1AA',
      country: 'GB',
    },
    departmentId: `D${number % departmentCount}`,
    jobTitle: version === 0 ? `Engineer level ${number % 9}` : `Senior engineer level ${number % 9}`,
    managerId: `E${String(number >> 4).padStart(8, '0')}`,
    location: { name: 'London office', city: 'London', region: 'England', country: 'GB' },
    timeZone: number % 3 === 0 ? 'Europe/Berlin' : 'Europe/London',
    employmentType: number % 11 === 0 ? 'contractor' : 'full-time',
    status: 'active',
    startDate: '2019-03-04',
    customFields: { costCenter: `CC${number % 99}`, badge: `B${number}` },
  });
}

/** Writes `count` people; every `changedEvery`th one has changed (0: nobody). Order is scrambled, as exports are. */
export async function writeEmployees(path: string, count: number, changedEvery = 0): Promise<void> {
  const file = createWriteStream(path);
  let chunk = '';
  for (let index = 0; index < count; index += 1) {
    const number = (index * 7_919) % count;
    chunk += `${employeeLine(number, changedEvery > 0 && number % changedEvery === 0 ? 1 : 0)}\n`;
    if (chunk.length < 1 << 20) continue;
    if (!file.write(chunk)) await once(file, 'drain');
    chunk = '';
  }
  file.end(chunk);
  await once(file, 'finish');
}

export async function writeDepartments(path: string): Promise<void> {
  const file = createWriteStream(path);
  for (let index = 0; index < departmentCount; index += 1) {
    file.write(`${JSON.stringify({ id: `D${index}`, name: `Department ${index}`, parentId: index < 8 ? null : `D${index % 8}` })}\n`);
  }
  file.end();
  await once(file, 'finish');
}
