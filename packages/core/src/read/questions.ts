/** The id of the question where somebody is who is missing from a complete reading. */
export const absenceQuestion = (employee: string): string => `absence/${employee}`;
