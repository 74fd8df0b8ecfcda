"""The pages of the appraisal: one's own sheet, everybody's, the model, objections, and what is printed or exported."""
