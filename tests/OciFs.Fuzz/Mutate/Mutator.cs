using System.Runtime.InteropServices;
using OciFs.Fuzz.Engine;

namespace OciFs.Fuzz.Mutate;

/// <summary>Makes mutants: a few changes, blind ones and those of the harness, then its repairs. Depends on the random numbers alone.</summary>
internal sealed class Mutator(Harness harness, Random random)
{
    /// <summary>A mutant of <paramref name="parent"/>; <paramref name="other"/> lends parts.</summary>
    public byte[] Mutate(byte[] parent, byte[] other)
    {
        var bytes = new List<byte>(parent);
        for (var changes = 1 << random.Next(4); changes > 0; changes--)
            Change(bytes, other);
        if (bytes.Count > harness.MostBytes)
            bytes.RemoveRange(harness.MostBytes, bytes.Count - harness.MostBytes);
        return harness.Repair([.. bytes], random);
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var kinds = harness.Mutations;
        switch (random.Next(8))
        {
            case 0 when harness.Words.Count > 0:
                PutWord(bytes);
                break;
            case 1 when other.Length > 0:
                Splice(bytes, other);
                break;
            case < 5 when kinds.Count > 0:
                kinds[random.Next(kinds.Count)](bytes, random);
                break;
            default:
                BlindMutations.All[random.Next(BlindMutations.All.Count)](bytes, random);
                break;
        }
    }

    private void PutWord(List<byte> bytes)
    {
        var word = harness.Words[random.Next(harness.Words.Count)];
        var at = random.Next(bytes.Count + 1);
        if (random.Next(2) == 0 && at + word.Length <= bytes.Count)
            word.CopyTo(CollectionsMarshal.AsSpan(bytes)[at..]);
        else
            bytes.InsertRange(at, word);
    }

    private void Splice(List<byte> bytes, byte[] other)
    {
        var from = random.Next(other.Length);
        var part = other.AsSpan(from, random.Next(1, other.Length - from + 1));
        var at = random.Next(bytes.Count + 1);
        if (random.Next(2) == 0)
            bytes.RemoveRange(at, Math.Min(part.Length, bytes.Count - at));
        bytes.InsertRange(at, part);
    }
}
