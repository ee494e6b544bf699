"""Work: applications to vacancies, and the jobs and businesses people start."""
