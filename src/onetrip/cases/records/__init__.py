"""文书: what is given in writing on a case, in words that are final, as screens, as PDFs, and open to anybody's check."""
