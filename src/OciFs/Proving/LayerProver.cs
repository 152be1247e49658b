using OciFs.Layers;
using OciFs.References;
using OciFs.Stores;

namespace OciFs.Proving;

/// <summary>Reads a layer to its end, in whatever form its store has it, and believes no cache.</summary>
/// <param name="store">Where it is; stays the caller's.</param>
/// <param name="folder">Where large tables may lie meanwhile; null for memory only.</param>
internal sealed class LayerProver(IStore store, CacheFolder? folder)
{
    // No seek point is wanted, and none costs anything.
    private const int Span = 1 << 30;

    /// <summary>Reads a layer.</summary>
    /// <param name="claim">What it is to be.</param>
    /// <param name="work">Told how far it is: of the size that is claimed.</param>
    /// <param name="end">Ends the reading.</param>
    /// <exception cref="OperationCanceledException">By <paramref name="end"/>.</exception>
    public LayerVerdict Prove(in LayerClaim claim, Work work, CancellationToken end)
    {
        try
        {
            return ProveForms(claim, work, end);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            var failure = OpeningFailure.Of(error, claim.Digest);
            return new LayerVerdict(ContentProof.StateOf(failure), [failure.Message], null);
        }
    }

    private LayerVerdict ProveForms(in LayerClaim claim, Work work, CancellationToken end)
    {
        var stored = claim.OpenFrom(store);
        while (true)
        {
            using var given = stored;
            try
            {
                return Prove(given, claim, work, end);
            }
            catch (Exception error) when (given.Otherwise is not null && error is IOException or OciFsException { Error: OciFsError.DigestMismatch })
            {
                stored = given.Otherwise!(end);
            }
        }
    }

    private LayerVerdict Prove(StoredLayer stored, in LayerClaim claim, Work work, CancellationToken end)
    {
        using var part = work.Begin(stored.Bytes.Length, claim.Size);
        var isProven = stored.Proof is LayerProof.Bytes;
        if (claim.EncryptedProblem is { } encrypted && isProven && stored.Key == claim.Digest)
        {
            using var stream = new HashingPrefetchStream(stored.Bytes, stored.Key, end, part);
            stream.Check();
            return new LayerVerdict(ProofState.Unchecked, [encrypted], null);
        }

        var isTar = claim.DiffId is { } diffId && stored.Key == diffId.Digest;
        using var hasher = isProven && !isTar && claim.DiffId is { } wanted ? Digest.CreateHasher(wanted.Digest.Algorithm) : null;
        using var made = LayerIndexer.Index(stored, claim, folder, Span, end, part, hasher);
        string[] problems = [.. stored.Problems, .. LinesOf(made, claim.Digest)];
        return isProven
            ? new LayerVerdict(
                !stored.Problems.IsEmpty ? ProofState.Damaged : problems.Length > 0 ? ProofState.Odd : ProofState.Sound, [.. problems], isTar ? stored.Key : hasher?.Finish())
            : new LayerVerdict(
                ProofState.Unchecked,
                [.. problems, $"{claim.Digest}: the store has this layer unpacked, and nothing by which to prove that its files are still those of the image"],
                null);
    }

    private static IEnumerable<string> LinesOf(LayerIndexWriter made, Digest layer) => made.Problems.Select(problem => $"{layer}: {problem}");
}
