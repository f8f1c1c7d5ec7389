-- A verdict's policy is the policy's name with the digest of its whole text, and the generation of the judge that read
-- it. Until now it was a name with the beginning of the digest; what is filed under one is asked for again.
delete from verdict;
