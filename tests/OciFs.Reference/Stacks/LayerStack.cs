using System.Diagnostics.CodeAnalysis;
using System.Text;
using OciFs.Reference.Tar;

namespace OciFs.Reference.Stacks;

/// <summary>Layers, base first, as lists of entries.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "Layers are stacked: that is what the field calls them.")]
public sealed record LayerStack(IReadOnlyList<IReadOnlyList<TestEntry>> Layers)
{
    /// <summary>The form of each layer, as many as there are layers; null where all are plain.</summary>
    public IReadOnlyList<LayerForm>? Forms { get; init; }

    public static LayerStack Of(params IReadOnlyList<TestEntry>[] layers) => new(layers);

    /// <summary>The tar of each layer.</summary>
    /// <param name="dialect">Of all entries; each has its own where nothing is said.</param>
    public IReadOnlyList<byte[]> ToTars(TarDialect? dialect = null) =>
        [.. Layers.Select((layer, number) => LayerBuilder.Tar(layer, dialect, FormOf(number).End))];

    /// <summary>The form of a layer.</summary>
    public LayerForm FormOf(int layer) => Forms?[layer] ?? new LayerForm();

    /// <summary>The layers up to <paramref name="last"/>, which is the last one.</summary>
    public LayerStack UpTo(int last) => new([.. Layers.Take(last + 1)]) { Forms = Forms?.Take(last + 1).ToArray() };

    /// <summary>A line an entry, below a line a layer.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (var i = 0; i < Layers.Count; i++)
        {
            text.Append($"layer {i}{(Forms is null ? "" : $" {FormOf(i)}")}\n");
            foreach (var entry in Layers[i])
                text.Append("  ").Append(entry).Append('\n');
        }

        return text.ToString();
    }
}
