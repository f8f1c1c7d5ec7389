package dev.assay.inspect.format.text;

import java.util.Set;

/// Names by which Keras finds its own classes and functions when a configuration says no module: those of versions 1
/// and 2, and functions of version 3. Lambda is left out: it is code.
final class KerasNames {

    private static final Set<String> OWN = Set.of("""
            Abs Absolute acc Accuracy accuracy Activation ActivityRegularization Adadelta Adafactor Adagrad
            Adam Adamax AdamW AdaptiveAveragePool AdaptiveAveragePooling1D AdaptiveAveragePooling2D
            AdaptiveAveragePooling3D AdaptiveMaxPool AdaptiveMaxPooling1D AdaptiveMaxPooling2D
            AdaptiveMaxPooling3D Add AdditiveAttention AffineTransform All AllClose AlphaDropout Amax Amin
            Angle Any Append Arange Arccos Arccosh Arcsin Arcsinh Arctan Arctan2 Arctanh Argmax Argmin
            Argpartition Argsort Array ArraySplit AtrousConvolution1D AtrousConvolution2D Attention AUC
            AugMix AutoContrast Average AveragePool AveragePooling1D AveragePooling2D AveragePooling3D
            AvgPool1D AvgPool2D AvgPool3D AWQDTypePolicy BatchNorm BatchNormalization BCE bce Bidirectional
            binary_accuracy binary_crossentropy binary_focal_crossentropy BinaryAccuracy BinaryCrossentropy
            BinaryFocalCrossentropy BinaryIoU Bincount BitwiseAnd BitwiseInvert BitwiseLeftShift BitwiseNot
            BitwiseOr BitwiseRightShift BitwiseXor BroadcastTo Cast categorical_accuracy
            categorical_crossentropy categorical_focal_crossentropy categorical_generalized_cross_entropy
            categorical_hinge CategoricalAccuracy CategoricalCrossentropy CategoricalFocalCrossentropy
            CategoricalGeneralizedCrossEntropy CategoricalHinge CategoryEncoding Cbrt CDist Ceil Celu celu
            CenterCrop Cholesky CholeskyInverse Circle circle ClassMethod Clip Concatenate
            concordance_correlation ConcordanceCorrelation Conj Conjugate Constant constant Constraint
            ContrastLimitedAdaptiveHistogramEqualization Conv Conv1D Conv1DTranspose Conv2D Conv2DTranspose
            Conv3D Conv3DTranspose ConvertToTensor ConvLSTM1D ConvLSTM2D ConvLSTM3D Convolution1D
            Convolution1DTranspose Convolution2D Convolution2DTranspose Convolution3D Convolution3DTranspose
            ConvTranspose Copy Corrcoef Correlate Cos Cosh cosine cosine_proximity cosine_similarity
            CosineDecay CosineDecayRestarts CosineSimilarity CountNonzero CropImages Cropping1D Cropping2D
            Cropping3D Cross CTC ctc CTCDecode CTCLoss CuDNNGRU CuDNNLSTM Cumprod Cumsum CutMix
            Deconvolution2D Deg2rad Dense DepthToSpace DepthwiseConv DepthwiseConv1D DepthwiseConv2D Det
            Diag Diagflat Diagonal Dice dice Diff Digitize Discretization Divide DivideNoNan Dot
            DotProductAttention Dropout Dsplit Dstack DTypePolicy DTypePolicyMap Eig Eigh Einsum EinsumDense
            ElasticTransform ELU Elu elu Embedding EmptyLike Equal Equalization Erf Erfc Erfinv Exp Exp2
            ExpandDims Expm1 exponential ExponentialDecay ExtractPatches ExtractSequences F1Score Fabs
            FalseNegatives FalsePositives FBetaScore FFT FFT2 Flatten Flip Fliplr Flipud FloatDTypePolicy
            Floor FloorDivide Fmax Fmin Fmod Fold Ftrl Full FullLike Function Functional GaussianBlur
            GaussianDropout GaussianNoise Gcd Gelu gelu Geomspace GetItem GlobalAveragePooling1D
            GlobalAveragePooling2D GlobalAveragePooling3D GlobalAvgPool1D GlobalAvgPool2D GlobalAvgPool3D
            GlobalMaxPool1D GlobalMaxPool2D GlobalMaxPool3D GlobalMaxPooling1D GlobalMaxPooling2D
            GlobalMaxPooling3D glorot_normal glorot_uniform GlorotNormal GlorotUniform Glu glu
            GPTQDTypePolicy Graph Greater GreaterEqual GroupNormalization GroupQueryAttention GRU GRUCell
            hard_shrink hard_sigmoid hard_silu hard_swish hard_tanh HardShrink HardSigmoid HardSilu HardTanh
            HashedCrossing Hashing he_normal he_uniform Heaviside HeNormal HeUniform Highway Hinge hinge
            Histogram Hsplit Hstack HSVToRGB Huber huber Hypot I0 Identity identity IdentityInitializer
            IFFT2 Imag Initializer Inner InputLayer InstanceMethod InstanceProperty Int4DTypePolicy
            IntegerLookup InTopK Inv InverseTimeDecay IoU IRFFT Isclose Isfinite IsIn Isinf Isnan Isneginf
            Isposinf Isreal ISTFT JVP KerasTensor kl_divergence KLD kld KLDivergence Kron L1 l1 l1_l2 L1L2
            l1l2 L2 l2 Lamb Layer LayerNorm LayerNormalization Lcm Ldexp leaky_relu LeakyReLU LeakyRelu
            LearningRateSchedule lecun_normal lecun_uniform LecunNormal LecunUniform LeftShift Less
            LessEqual linear LinearModel Linspace Lion LocallyConnected1D LocallyConnected2D Log Log10 Log1p
            Log2 log_cosh log_sigmoid log_softmax Logaddexp Logaddexp2 LogCosh LogCoshError Logdet
            LogicalAnd LogicalNot LogicalOr LogicalXor LogSigmoid LogSoftmax Logspace Logsumexp Loss
            LossScaleOptimizer LSTM LSTMCell Lstsq LuFactor MAE mae MapCoordinates mape Masking Matmul
            MatrixRank Max max_norm Maximum MaxNorm maxnorm MaxNumBoundingBoxes MaxoutDense MaxPool
            MaxPool1D MaxPool2D MaxPool3D MaxPooling1D MaxPooling2D MaxPooling3D Mean mean_absolute_error
            mean_absolute_percentage_error mean_squared_error mean_squared_logarithmic_error
            MeanAbsoluteError MeanAbsolutePercentageError MeanIoU MeanMetricWrapper MeanSquaredError
            MeanSquaredLogarithmicError Median MelSpectrogram Merge Meshgrid Metric Min min_max_norm Minimum
            MinMaxNorm mish MixUp Mod Model Moments Moveaxis MSE mse msle MultiHeadAttention MultiHot
            MultiOptimizer Multiply Muon Nadam Nanargmax Nanargmin Nancumprod Nancumsum Nanmax Nanmean
            Nanmedian Nanmin Nanpercentile Nanprod Nanquantile Nanstd Nansum NanToNum Nanvar Ndim Negative
            Nextafter non_neg NonNeg nonneg Nonzero Norm normal Normalization Normalize NotEqual one OneHot
            OneHotIoU OneHotMeanIoU Ones ones OnesLike Optimizer OptimizerMap Orthogonal orthogonal
            orthogonal_regularizer OrthogonalInitializer OrthogonalRegularizer Outer Pad PadImages
            pearson_correlation PearsonCorrelation Percentile Permute PerspectiveTransform
            PiecewiseConstantDecay Pinv Pipeline Poisson poisson Polar Policy PolynomialDecay Power
            Precision PrecisionAtRecall PReLU Prod PSNR Ptp Qr Quantile QuantizedDTypePolicy
            QuantizedFloat8DTypePolicy R2Score Rad2deg RandAugment random_normal random_uniform
            RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop
            RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHeight
            RandomHue RandomInvert RandomNormal RandomPerspective RandomPosterization RandomRotation
            RandomSaturation RandomSharpness RandomShear RandomTranslation RandomUniform RandomWidth
            RandomZoom Ravel Real Rearrange Recall RecallAtPrecision Reciprocal Regularizer ReLU Relu relu
            Relu6 relu6 Repeat RepeatVector Rescaling Reshape Resize Resizing ReversibleEmbedding RFFT
            RGBToGrayscale RGBToHSV RightShift RMSNorm RMSNormalization RMSprop RNN Roll
            RootMeanSquaredError Rot90 Round Rsqrt SaturateCast ScaleAndTranslate Scatter ScatterUpdate
            ScheduleFreeAdamW SearchSorted SegmentMax SegmentMin SegmentProd SegmentReduction SegmentSum
            Select Selu selu SensitivityAtSpecificity SeparableConv SeparableConv1D SeparableConv2D
            SeparableConvolution1D SeparableConvolution2D Sequential SGD Sigmoid sigmoid Sign Signbit Silu
            silu SimpleRNN SimpleRNNCell Sin Sinc Sinh Size Slice SliceUpdate Slogdet
            SobelEdges soft_shrink Softmax softmax Softplus softplus SoftShrink Softsign softsign
            Solarization Solve SolveTriangular Sort SpaceToDepth sparse_categorical_accuracy
            sparse_categorical_crossentropy sparse_plus sparse_sigmoid sparse_top_k_categorical_accuracy
            SparseCategoricalAccuracy SparseCategoricalCrossentropy Sparsemax sparsemax SparsePlus
            SparseSigmoid SparseTopKCategoricalAccuracy SpatialDropout1D SpatialDropout2D SpatialDropout3D
            SpecificityAtSensitivity SpectralNormalization Split Sqrt Square squared_hinge SquaredHinge
            Squareplus squareplus Squeeze SSIM Stack StackedRNNCells Std STFT stft STFTInitializer
            STFTSpectrogram StopGradient StringLookup Subtract Sum SVD Swapaxes swish SyncBatchNormalization
            Take TakeAlongAxis Tan Tanh tanh tanh_shrink TanhShrink Tensordot TensorShape
            TextVectorization Threshold threshold ThresholdedReLU Tile TimeDistributed
            TimeDistributedDense top_k_categorical_accuracy TopK TopKCategoricalAccuracy Trace Transpose
            Trapezoid Tril Triu TrueDivide TrueNegatives TruePositives Trunc truncated_normal
            TruncatedNormal Tversky tversky Unfold uniform Unique unit_norm UnitNorm unitnorm
            UnitNormalization UnravelIndex Unstack UpSampling1D UpSampling2D UpSampling3D Vander Var
            variance_scaling VarianceScaling Vdot View ViewAsComplex ViewAsReal Vsplit Vstack
            WeightRegularizer Where WideDeepModel Wrapper zero ZeroPadding1D ZeroPadding2D ZeroPadding3D
            Zeros zeros ZerosLike GroupedQueryAttention InputSpec TypeSpec
            """.strip().split("\\s+"));

    private KerasNames() {}

    static boolean has(String name) {
        return OWN.contains(name);
    }
}
