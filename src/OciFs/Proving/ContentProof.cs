using System.Collections.Immutable;
using OciFs.Descriptors;

namespace OciFs.Proving;

/// <summary>What was found of content that was read to its end.</summary>
/// <param name="Descriptor">The content.</param>
/// <param name="State">What it was found to be.</param>
/// <param name="Problems">What is wrong with it or could not be checked, a line each.</param>
public sealed record ContentProof(Descriptor Descriptor, ProofState State, ImmutableArray<string> Problems)
{
    /// <summary>What is told of content that could not be proven.</summary>
    internal static ContentProof Of(Descriptor descriptor, OciFsException error) => new(descriptor, StateOf(error), [error.Message]);

    /// <summary>How bad an error is.</summary>
    internal static ProofState StateOf(OciFsException error) => error.Error switch
    {
        OciFsError.NotFound or OciFsError.Unavailable or OciFsError.PermissionDenied => ProofState.Missing,
        OciFsError.Unsupported or OciFsError.LimitExceeded => ProofState.Unchecked,
        _ => ProofState.Damaged,
    };
}
