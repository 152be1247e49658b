using System.Diagnostics.CodeAnalysis;
using System.Text;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Layers, base first, as lists of entries.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "Layers are stacked: that is what the field calls them.")]
public sealed record LayerStack(IReadOnlyList<IReadOnlyList<TestEntry>> Layers)
{
    public static LayerStack Of(params IReadOnlyList<TestEntry>[] layers) => new(layers);

    /// <summary>The tar of each layer.</summary>
    public IReadOnlyList<byte[]> ToTars(TarDialect dialect = TarDialect.Pax) =>
        [.. Layers.Select(layer => LayerBuilder.Tar(layer, dialect))];

    /// <summary>The layers up to <paramref name="last"/>, which is the last one.</summary>
    public LayerStack UpTo(int last) => new([.. Layers.Take(last + 1)]);

    /// <summary>A line an entry, below a line a layer.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Layers.Count; i++)
        {
            text.Append($"layer {i}\n");
            foreach (var entry in Layers[i])
                text.Append("  ").Append(entry).Append('\n');
        }

        return text.ToString();
    }
}
