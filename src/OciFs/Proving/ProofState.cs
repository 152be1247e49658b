namespace OciFs.Proving;

/// <summary>What came of reading content to its end; by how bad it is.</summary>
public enum ProofState
{
    /// <summary>It is what its digest, its size and whoever refers to it say.</summary>
    Sound,

    /// <summary>It is that, but what it is has parts that no tool can unpack, or not as they say: these are told, and left out of what is shown.</summary>
    Odd,

    /// <summary>It is there, and nothing that there is tells whether it is what it should be.</summary>
    Unchecked,

    /// <summary>It is there and is not what it should be.</summary>
    Damaged,

    /// <summary>It is not there, or cannot be read.</summary>
    Missing,
}
