using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Engine;

/// <summary>One way for foreign bytes into the product, and what may come out of it.</summary>
internal abstract class Harness
{
    /// <summary>What is allocated at most for the shortest input; readers have windows and tables of some MiB.</summary>
    private const long AllocatedByAny = 48 << 20;

    /// <summary>What is allocated at most for a byte of input, oracle included.</summary>
    private const long AllocatedForByte = 4096;

    /// <summary>As the command line and folders have it.</summary>
    public abstract string Name { get; }

    /// <summary>Longer inputs are not made.</summary>
    public virtual int MostBytes => 8 << 10;

    /// <summary>Words of the format.</summary>
    public virtual IReadOnlyList<byte[]> Words => [];

    /// <summary>Changes that know the format; tried as often as the blind ones.</summary>
    public virtual IReadOnlyList<Mutation> Mutations => [];

    /// <summary>Sound inputs to begin with, made by other programs where there are any.</summary>
    public abstract IEnumerable<byte[]> Seeds();

    /// <summary>Sets right what would keep a mutant from getting any further: checksums, lengths.</summary>
    public virtual byte[] Repair(byte[] input, Random random) => input;

    /// <summary>
    /// Lets the product read the input. An exception that gets out, also a <see cref="FindingException"/>, is a finding; those that
    /// the product promises are caught within.
    /// </summary>
    public abstract void Run(byte[] input);

    /// <summary>Bytes that a run may take from the managed heap.</summary>
    public virtual long MostAllocated(int inputLength) => AllocatedByAny + (AllocatedForByte * inputLength);
}
