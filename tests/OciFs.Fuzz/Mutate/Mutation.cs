namespace OciFs.Fuzz.Mutate;

/// <summary>Changes bytes in place, or to others of another length.</summary>
internal delegate void Mutation(List<byte> bytes, Random random);
